{#- The information-processing fee (信息处理费) in yuan, from the number of items or pages: 国办函〔2020〕109号, whose
    tiers stand here and nowhere else. Each rate is for what lies within its tier. Arguments are SQL expressions. -#}
{% macro processing_fee(quantity, basis) -%}
    {#- Beyond 30 items every ten cost 100 yuan an item more than the ten before: 200x, and 100 on each item for each
        whole ten below it, which is 100(10(0 + 1 + … + k-1) + k(x-10k)) = 100k(x-5k-5) for k whole tens. -#}
    {%- set beyond_30 = _within(quantity, 30) -%}
    {%- set tens = "floor(" ~ beyond_30 ~ " / 10)" -%}
    case {{ basis }}
        when 'by_item'
            then 100 * {{ _within(quantity, 10, 30) }}
                + 200 * {{ beyond_30 }}
                + 100 * {{ tens }} * ({{ beyond_30 }} - 5 * {{ tens }} - 5)
        when 'by_page'
            then 10 * {{ _within(quantity, 30, 100) }}
                + 20 * {{ _within(quantity, 100, 200) }}
                + 40 * {{ _within(quantity, 200) }}
    end
{%- endmacro %}

{#- How much of a quantity lies above one limit and, where there is one, not above another. -#}
{% macro _within(quantity, above, up_to=none) -%}
    case
        when {{ quantity }} <= {{ above }} then 0
        {% if up_to is not none -%}
        when {{ quantity }} > {{ up_to }} then {{ up_to }} - {{ above }}
        {% endif -%}
        else {{ quantity }} - {{ above }}
    end
{%- endmacro %}
