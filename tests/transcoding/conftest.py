"""What every test of the transcode may use."""

import hypothesis

# No deadline: beside FFmpeg on two cores the wall clock says nothing about an example.
hypothesis.settings.register_profile("transcoding", deadline=None)
hypothesis.settings.load_profile("transcoding")
