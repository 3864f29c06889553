"""Makes labelled synthetic returns, so that the whole way can be walked without a real one."""
