"""What is wrong with the prose of an annual report, one rule a module; the words are data (``returns/words``)."""
