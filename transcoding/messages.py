"""What a filmmaker reads when a master could not be made into a stream."""

from transcoding.states import Problem

WORDS: dict[Problem, dict[str, str]] = {
    Problem.NOT_A_FILM: {
        "en": "This file is not a film we can read. Please send MOV, MP4, MKV, MXF, TS or AVI.",
        "zh-Hans": "无法识别这个文件。请上传 MOV、MP4、MKV、MXF、TS 或 AVI 格式的影片。",
    },
    Problem.NO_PICTURE: {
        "en": "There is no picture in this file. Was it perhaps a sound export?",
        "zh-Hans": "文件中没有画面，是否误传了单独的声音文件？",
    },
    Problem.FRAME_RATE: {
        "en": "The frame rate can't be used. Please export with 5 to 60 frames a second.",
        "zh-Hans": "无法使用此帧率。请以每秒 5 至 60 帧重新导出。",
    },
    Problem.DIMENSIONS: {
        "en": "The picture size can't be used. Please export with 16 to 8192 pixels a side.",
        "zh-Hans": "无法使用此画面尺寸。每边请在 16 至 8192 像素之间。",
    },
    Problem.TOO_SHORT: {
        "en": "The film is shorter than two seconds.",
        "zh-Hans": "影片不足两秒。",
    },
    Problem.DAMAGED: {
        "en": "The file is damaged or incomplete. Please compare it with your original and "
        "upload it again.",
        "zh-Hans": "文件损坏或不完整。请与原始文件核对后重新上传。",
    },
    Problem.QUALITY: {
        "en": "The quality report found something that would spoil the film. Please read it, and "
        "send a new export or write to us.",
        "zh-Hans": "质量报告发现会影响观看的问题。请查看报告，重新导出后上传，或与我们联系。",
    },
    Problem.SUBTITLE_FORMAT: {
        "en": "The subtitle is not valid WebVTT.",
        "zh-Hans": "字幕不是有效的 WebVTT 格式。",
    },
    Problem.INTERNAL: {
        "en": "Something went wrong on our side. Your master is safe; we have been told.",
        "zh-Hans": "我们这边出了问题。您的母版已安全保存，我们已收到通知。",
    },
}


def describe(problem: Problem, *, language: str) -> str:
    """The words in a language (BCP 47); English where there are none."""
    words = WORDS[problem]
    return words["zh-Hans" if language.lower().startswith("zh") else "en"]
