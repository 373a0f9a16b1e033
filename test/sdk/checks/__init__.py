"""What Microsoft's SDK must find in a local Azure ML, a module for each subject."""
