{{ active_figures('website') }}
