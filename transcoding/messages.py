"""What a filmmaker reads of a master that can't be made into a stream, and of requests refused."""

from collections.abc import Mapping

from transcoding.states import Problem

WORDS: dict[Problem, dict[str, str]] = {
    Problem.NOT_A_FILM: {
        "en": "This file is not a film we can read. Please send the film itself, not a zip "
        "archive, as MOV, MP4, MKV, MXF, TS or AVI.",
        "zh-Hans": "这个文件不是我们能读取的影片。请直接上传影片文件（不要压缩打包），"
        "格式为 MOV、MP4、MKV、MXF、TS 或 AVI。",
    },
    Problem.NO_PICTURE: {
        "en": "There is no picture in this file. Is it a sound export? Please send the film with "
        "picture and sound in one file.",
        "zh-Hans": "文件中没有画面，是否误传了单独的声音文件？请上传画面与声音合一的影片文件。",
    },
    Problem.FRAME_RATE: {
        "en": "The frame rate can't be used. Please export with 5 to 60 frames a second.",
        "zh-Hans": "无法使用此帧率。请以每秒 5 至 60 帧重新导出后上传。",
    },
    Problem.DIMENSIONS: {
        "en": "The picture size can't be used. Please export with 16 to 8192 pixels a side, and no "
        "more than 8192 by 4608 in all.",
        "zh-Hans": "无法使用此画面尺寸。请重新导出：每边 16 至 8192 像素，总面积不超过 8192×4608。",
    },
    Problem.TOO_SHORT: {
        "en": "The film is shorter than two seconds. Please check that you chose the right file.",
        "zh-Hans": "影片不足两秒。请确认所选文件是否正确。",
    },
    Problem.TOO_LONG: {
        "en": "The film is longer than we can take, or the length in the file is wrong. Please "
        "check it in a player; then export it again, or send it in parts.",
        "zh-Hans": "影片超过可接收的最大长度，或文件中记录的时长有误。请用播放器核对时长，"
        "然后重新导出，或分成几部分上传。",
    },
    Problem.TIMING: {
        "en": "The time stamps in the file make no sense: pictures stand far outside the length "
        "of the film. Please export it again, with a constant frame rate.",
        "zh-Hans": "文件的时间戳混乱，有画面远远超出影片长度。请以恒定帧率重新导出后上传。",
    },
    Problem.DAMAGED: {
        "en": "The file is damaged or incomplete. Please play your original to the end; if it is "
        "sound, upload it again, else export it anew.",
        "zh-Hans": "文件损坏或不完整。请将原始文件从头到尾播放检查：如无问题请重新上传，"
        "否则请重新导出。",
    },
    Problem.PROTECTED: {
        "en": "The file is encrypted (DRM). Please send an export without copy protection; for a "
        "cinema package (DCP), the film that it was made from.",
        "zh-Hans": "文件已加密（DRM 版权保护）。请上传未加密的版本；"
        "若为数字电影包（DCP），请上传制作它所用的影片文件。",
    },
    Problem.CODEC: {
        "en": "The picture is in a format that we can't decode. Please export as ProRes 422 HQ, "
        "DNxHR or H.264.",
        "zh-Hans": "无法解码文件中的画面格式。请导出为 ProRes 422 HQ、DNxHR 或 H.264 后上传。",
    },
    Problem.ELSEWHERE: {
        "en": "This file only points to picture or sound in other files on your computer. Please "
        "export the film as one self-contained file.",
        "zh-Hans": "这个文件只引用了您电脑上其他文件中的画面或声音。"
        "请将影片导出为一个独立、完整的文件后上传。",
    },
    Problem.TOO_MANY_TRACKS: {
        "en": "The file has more tracks than we can take. Please export the picture with its "
        "sound and subtitles only, at most 128 tracks.",
        "zh-Hans": "文件中的轨道过多。请只导出画面、声音和字幕，轨道总数不超过 128 条。",
    },
    Problem.TOO_DEMANDING: {
        "en": "Reading this file takes more memory or time than we can give. Please export as "
        "ProRes 422 HQ or H.264, in 4K at most; if it is so already, write to us.",
        "zh-Hans": "读取此文件所需的内存或时间超出了我们的能力。"
        "请导出为不超过 4K 的 ProRes 422 HQ 或 H.264；如已符合，请与我们联系。",
    },
    Problem.QUALITY: {
        "en": "The quality report found something that would spoil the film. Please read it, and "
        "send a new export or write to us.",
        "zh-Hans": "质量报告发现会影响观看的问题。请查看报告，重新导出后上传，或与我们联系。",
    },
    Problem.SUBTITLE_FORMAT: {
        "en": "The subtitle can't be read. Please send it as SRT, WebVTT, ASS/SSA or TTML.",
        "zh-Hans": "无法读取字幕。请以 SRT、WebVTT、ASS/SSA 或 TTML 格式上传。",
    },
    Problem.INTERNAL: {
        "en": "Something went wrong on our side. Your master is safe; we have been told.",
        "zh-Hans": "我们这边出了问题。您的母版已安全保存，我们已收到通知。",
    },
}

CONFLICTS: dict[str, dict[str, str]] = {
    "uploading": {
        "en": "This upload is not complete. Complete it first, or delete it.",
        "zh-Hans": "上传尚未完成。请先完成上传，或将其删除。",
    },
    "gone": {
        "en": "The file of this master is no longer here. Please upload it again.",
        "zh-Hans": "该母版文件已不存在，请重新上传。",
    },
    "blocked": {
        "en": "The quality report blocks this master. Send a new export, or have staff let it "
        "through.",
        "zh-Hans": "质量报告不允许发布此母版。请重新导出后上传，或由工作人员放行。",
    },
    "not_blocked": {
        "en": "No quality report blocks this master.",
        "zh-Hans": "此母版并未被质量报告阻止发布。",
    },
    "finished": {
        "en": "There is nothing left to do for this master.",
        "zh-Hans": "此母版已处理完毕，没有可执行的操作。",
    },
}

UPLOADS: dict[str, dict[str, str]] = {
    "size": {
        "en": "A master has at least one byte and at most {most} bytes.",
        "zh-Hans": "母版文件至少 1 字节，最多 {most} 字节。",
    },
    "no_such_part": {
        "en": "Part {number} does not exist; this upload has parts 1 to {count}.",
        "zh-Hans": "没有第 {number} 个分块；此上传共有第 1 至第 {count} 个分块。",
    },
    "sha256": {
        "en": "sha256 is the base64 form of the part's 32-byte SHA-256.",
        "zh-Hans": "sha256 应为该分块 SHA-256（32 字节）的 base64 形式。",
    },
    "missing_parts": {
        "en": "Some parts have not arrived whole. Please send these again, then complete it.",
        "zh-Hans": "部分分块没有完整送达。请重新上传这些分块，再完成上传。",
    },
    "aborted": {
        "en": "This upload was thrown away. Please begin a new one.",
        "zh-Hans": "此上传已被放弃。请重新开始上传。",
    },
    "over": {
        "en": "This upload is over: the film has arrived, and nothing can be added or taken away.",
        "zh-Hans": "此上传已结束：影片已送达，不能再增删分块。",
    },
}


def describe(problem: Problem, *, language: str) -> str:
    """The words in a language (BCP 47); English where there are none."""
    return in_language(WORDS[problem], language)


def in_language(words: Mapping[str, str], language: str | None) -> str:
    """Those of a reader of `language`, in any spelling; English where there are none."""
    return words["zh-Hans" if (language or "en").lower().startswith("zh") else "en"]
