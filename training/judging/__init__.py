"""Whether tonight's settings may go live: a paired bootstrap over customers, and the verdict made of it."""
