{% set columns = [
    'crawl_day', 'site_id', 'url', 'column_code', 'is_list', 'page_type', 'title', 'published_at',
    'published_basis', 'content_source', 'encoding', 'encoding_basis', 'content_hash', 'is_deleted',
    'text_length', 'attachment_count', 'media', 'body_text'
] %}

{{ current_of_sites('pages', columns) }}
