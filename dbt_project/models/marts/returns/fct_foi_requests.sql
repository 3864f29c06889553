{{ active_figures('foi_requests', column_name='applicant_type') }}
