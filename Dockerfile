# The service and the night in one image. Two stages: what installs stays behind.
FROM python:3.11-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile pyproject.toml requirements.lock README.md LICENSE ./
RUN make setup \
    && .venv/bin/python -m pip uninstall --yes --quiet setuptools pip \
    && find .venv -type d -name tests -prune -exec rm -rf {} +

FROM python:3.11-slim-bookworm
WORKDIR /app
# libgomp1 is what implicit's wheel asks of the system.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home regulars && install --directory --owner regulars var
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=build /app/.venv .venv
COPY pyproject.toml LICENSE ./
COPY data data
COPY models models
COPY training training
COPY service service
COPY regulars regulars
USER 10001
VOLUME /app/var
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health/live', timeout=2)"]
ENTRYPOINT ["regulars"]
CMD ["serve", "--port", "8080"]
