{{ active_figures('fees') }}
