"""What is printed: attendance sheets, official records, summaries."""
