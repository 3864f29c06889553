"""The annual report (政府信息公开工作年度报告) as workbook, document, page and data. One model, four renderers."""
