"""Every FFmpeg command line, by what it is for."""
