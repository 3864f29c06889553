{{ active_figures('reviews_litigation') }}
