"""Ready mappings, one file each, for exports that people really have; all of them in PRESETS."""

from __future__ import annotations

from typing import Final

from data.mapping.preset import Preset
from data.presets.ga4 import GA4
from data.presets.google_merchant import GOOGLE_MERCHANT
from data.presets.instacart import INSTACART
from data.presets.rees46 import REES46
from data.presets.retailrocket import RETAILROCKET
from data.presets.shopify import SHOPIFY
from data.presets.uci_online_retail import UCI_ONLINE_RETAIL
from data.presets.woocommerce import WOOCOMMERCE

PRESETS: Final[dict[str, Preset]] = {
    "uci_online_retail": UCI_ONLINE_RETAIL,
    "retailrocket": RETAILROCKET,
    "rees46": REES46,
    "shopify": SHOPIFY,
    "woocommerce": WOOCOMMERCE,
    "ga4": GA4,
    "instacart": INSTACART,
    "google_merchant": GOOGLE_MERCHANT,
}
"""Every preset by the name that `[mapping] preset` takes."""
