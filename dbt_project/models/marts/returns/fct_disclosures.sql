{{ active_figures('disclosures') }}
