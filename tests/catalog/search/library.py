"""A small library of independent Chinese films, to be searched.

Titles, years and directors are as any filmography prints them. No synopsis is of a real film.
"""

from collections.abc import Mapping

from catalog.models import (
    Credit,
    CreditRole,
    Essay,
    EssayText,
    Film,
    FilmText,
    Period,
    PeriodText,
    Person,
    PersonName,
    Screening,
    ScreeningText,
    Term,
    TermKind,
    TermText,
    Visibility,
)
from catalog.services import search_index

# By slug: Simplified title, English title, year, directors.
FILMS: Mapping[str, tuple[str, str, int, tuple[str, ...]]] = {
    "bumming-in-beijing": (
        "流浪北京",
        "Bumming in Beijing: The Last Dreamers",
        1990,
        ("wu-wenguang",),
    ),
    "beijing-bastards": ("北京杂种", "Beijing Bastards", 1993, ("zhang-yuan",)),
    "mama": ("妈妈", "Mama", 1990, ("zhang-yuan",)),
    "east-palace-west-palace": ("东宫西宫", "East Palace, West Palace", 1996, ("zhang-yuan",)),
    "the-days": ("冬春的日子", "The Days", 1993, ("wang-xiaoshuai",)),
    "so-close-to-paradise": ("扁担姑娘", "So Close to Paradise", 1998, ("wang-xiaoshuai",)),
    "xiao-wu": ("小武", "Xiao Wu (The Pickpocket)", 1997, ("jia-zhangke",)),
    "platform": ("站台", "Platform", 2000, ("jia-zhangke",)),
    "unknown-pleasures": ("任逍遥", "Unknown Pleasures", 2002, ("jia-zhangke",)),
    "the-world": ("世界", "The World", 2004, ("jia-zhangke",)),
    "still-life": ("三峡好人", "Still Life", 2006, ("jia-zhangke",)),
    "24-city": ("二十四城记", "24 City", 2008, ("jia-zhangke",)),
    "suzhou-river": ("苏州河", "Suzhou River", 2000, ("lou-ye",)),
    "summer-palace": ("颐和园", "Summer Palace", 2006, ("lou-ye",)),
    "spring-fever": ("春风沉醉的夜晚", "Spring Fever", 2009, ("lou-ye",)),
    "west-of-the-tracks": ("铁西区", "Tie Xi Qu: West of the Tracks", 2003, ("wang-bing",)),
    "fengming": ("和凤鸣", "Fengming, a Chinese Memoir", 2007, ("wang-bing",)),
    "three-sisters": ("三姊妹", "Three Sisters", 2012, ("wang-bing",)),
    "til-madness-do-us-part": ("疯爱", "'Til Madness Do Us Part", 2013, ("wang-bing",)),
    "dead-souls": ("死灵魂", "Dead Souls", 2018, ("wang-bing",)),
    "blind-shaft": ("盲井", "Blind Shaft", 2003, ("li-yang",)),
    "blind-mountain": ("盲山", "Blind Mountain", 2007, ("li-yang",)),
    "petition": ("上访", "Petition", 2009, ("zhao-liang",)),
    "crime-and-punishment": ("罪与罚", "Crime and Punishment", 2007, ("zhao-liang",)),
    "behemoth": ("悲兮魔兽", "Behemoth", 2015, ("zhao-liang",)),
    "karamay": ("克拉玛依", "Karamay", 2010, ("xu-xin",)),
    "oxhide": ("牛皮", "Oxhide", 2005, ("liu-jiayin",)),
    "oxhide-ii": ("牛皮贰", "Oxhide II", 2009, ("liu-jiayin",)),
    "old-dog": ("老狗", "Old Dog", 2011, ("pema-tseden",)),
    "tharlo": ("塔洛", "Tharlo", 2015, ("pema-tseden",)),
    "silent-holy-stones": ("静静的嘛呢石", "The Silent Holy Stones", 2005, ("pema-tseden",)),
    "kaili-blues": ("路边野餐", "Kaili Blues", 2015, ("bi-gan",)),
    "long-days-journey": ("地球最后的夜晚", "Long Day's Journey into Night", 2018, ("bi-gan",)),
    "elephant-sitting-still": ("大象席地而坐", "An Elephant Sitting Still", 2018, ("hu-bo",)),
    "disorder": ("现实是过去的未来", "Disorder", 2009, ("huang-weikai",)),
    "ghost-town": ("废城", "Ghost Town", 2008, ("zhao-dayong",)),
    "searching-for-lin-zhao": (
        "寻找林昭的灵魂",
        "Searching for Lin Zhao's Soul",
        2004,
        ("hu-jie",),
    ),
    "though-i-am-gone": ("我虽死去", "Though I Am Gone", 2006, ("hu-jie",)),
    "winter-vacation": ("寒假", "Winter Vacation", 2010, ("li-hongqi",)),
    "the-ditch": ("夹边沟", "The Ditch", 2010, ("wang-bing",)),
    "no-67": ("老妈蹄花", "Disturbing the Peace", 2009, ("ai-weiwei",)),
    "nostalgia": ("乡愁", "Nostalgia", 2006, ("shu-haolun",)),
    "meishi-street": ("煤市街", "Meishi Street", 2006, ("ou-ning",)),
    "san-yuan-li": ("三元里", "San Yuan Li", 2003, ("ou-ning",)),
    "raised-from-dust": ("举自尘土", "Raised from Dust", 2007, ("gan-xiaoer",)),
    "egg-and-stone": ("鸡蛋和石头", "Egg and Stone", 2012, ("huang-ji",)),
    "stratum": ("地层 1：来客", "Stratum 1: The Visitors", 2013, ("cong-feng",)),
    "the-river-sings": ("长河之歌", "The River Sings", 2011, ("anonymous",)),
    "music-of-chongqing": ("重庆的音乐", "Music of Chongqing", 2016, ("anonymous",)),
    "daughters": ("女儿们的绿房子", "Green House of the Daughters", 2019, ("huang-ji",)),
}
# By slug: Chinese and Latin name.
PEOPLE: Mapping[str, tuple[str, str]] = {
    "wu-wenguang": ("吴文光", "Wu Wenguang"),
    "zhang-yuan": ("张元", "Zhang Yuan"),
    "wang-xiaoshuai": ("王小帅", "Wang Xiaoshuai"),
    "jia-zhangke": ("贾樟柯", "Jia Zhangke"),
    "lou-ye": ("娄烨", "Lou Ye"),
    "wang-bing": ("王兵", "Wang Bing"),
    "li-yang": ("李杨", "Li Yang"),
    "zhao-liang": ("赵亮", "Zhao Liang"),
    "xu-xin": ("徐辛", "Xu Xin"),
    "liu-jiayin": ("刘伽茵", "Liu Jiayin"),
    "pema-tseden": ("万玛才旦", "Pema Tseden"),
    "bi-gan": ("毕赣", "Bi Gan"),
    "hu-bo": ("胡波", "Hu Bo"),
    "huang-weikai": ("黄伟凯", "Huang Weikai"),
    "zhao-dayong": ("赵大勇", "Zhao Dayong"),
    "hu-jie": ("胡杰", "Hu Jie"),
    "li-hongqi": ("李红旗", "Li Hongqi"),
    "ai-weiwei": ("艾未未", "Ai Weiwei"),
    "shu-haolun": ("舒浩仑", "Shu Haolun"),
    "ou-ning": ("欧宁", "Ou Ning"),
    "gan-xiaoer": ("甘小二", "Gan Xiao'er"),
    "huang-ji": ("黄骥", "Huang Ji"),
    "cong-feng": ("丛峰", "Cong Feng"),
    "anonymous": ("佚名", "Anonymous"),
}
# By slug: Simplified and English title, first and last year.
PERIODS: Mapping[str, tuple[str, str, int, int | None]] = {
    "beginnings": ("九十年代：地下的开端", "The Nineties: Underground Beginnings", 1990, 1999),
    "dv-years": ("DV 年代", "The DV Years", 2000, 2011),
    "closures": ("影展停办之后", "After the Festivals Closed", 2012, None),
}
ESSAYS: Mapping[str, tuple[str, str, str]] = {
    "what-is-independent": ("什么是独立电影", "What Is Independent Cinema?", "wu-wenguang"),
    "on-long-takes": ("论长镜头", "On the Long Take", "cong-feng"),
}
SYNOPSES = {
    "old-dog": ("牧羊人把狗卖到城里。", "A shepherd sells his dog to the town."),
    "winter-vacation": ("小城的学生无事可做。", "Pupils of a small town have nothing to do."),
}


def stock() -> None:
    """Put everything into the catalogue and the index."""
    people = {slug: person(slug, *names) for slug, names in PEOPLE.items()}
    periods = [period(slug, *told) for slug, told in PERIODS.items()]
    documentary = term(TermKind.GENRE, "documentary", "纪录片", "Documentary")
    for slug, (chinese, english, year, directors) in FILMS.items():
        made = film(slug, chinese, english, year)
        for name in directors:
            Credit.objects.create(film=made, person=people[name], role=CreditRole.DIRECTOR)
        made.periods.set([p for p in periods if p.first_year <= year <= (p.last_year or year)])
        if {"wang-bing", "hu-jie", "ou-ning"} & set(directors):
            made.terms.add(documentary)
    for slug, (chinese, english, author) in ESSAYS.items():
        essay = Essay.objects.create(slug=slug, year=2010, visibility=Visibility.PUBLIC)
        EssayText.objects.create(essay=essay, language="zh-Hans", title=chinese, body="……")
        EssayText.objects.create(essay=essay, language="en", title=english)
        essay.authors.add(people[author])
    search_index.reindex()


def film(slug: str, chinese: str, english: str, year: int, **fields: object) -> Film:
    """A public film."""
    values = {"visibility": Visibility.PUBLIC, "countries": ["CN"], "languages": ["zh"]} | fields
    made = Film.objects.create(slug=slug, year=year, **values)
    synopses = SYNOPSES.get(slug, ("", ""))
    for language, title, synopsis in zip(
        ("zh-Hans", "en"), (chinese, english), synopses, strict=True
    ):
        FilmText.objects.create(film=made, language=language, title=title, synopsis=synopsis)
    return made


def person(slug: str, chinese: str, latin: str, **fields: object) -> Person:
    """Somebody who may be named."""
    made = Person.objects.create(slug=slug, **({"visibility": Visibility.PUBLIC} | fields))
    for language, name in (("zh-Hans", chinese), ("en", latin)):
        PersonName.objects.create(person=made, language=language, name=name)
    return made


def period(slug: str, chinese: str, english: str, first: int, last: int | None) -> Period:
    """A public period."""
    made = Period.objects.create(
        slug=slug, first_year=first, last_year=last, visibility=Visibility.PUBLIC
    )
    for language, title in (("zh-Hans", chinese), ("en", english)):
        PeriodText.objects.create(period=made, language=language, title=title)
    return made


def term(kind: TermKind, slug: str, chinese: str, english: str) -> Term:
    """A term with its names."""
    made = Term.objects.create(kind=kind, slug=slug)
    for language, name in (("zh-Hans", chinese), ("en", english)):
        TermText.objects.create(term=made, language=language, name=name)
    return made


def entitle(screening: Screening, title: str) -> None:
    """Give a screening a title of its own."""
    ScreeningText.objects.create(screening=screening, language="zh-Hans", title=title)
    search_index.refresh_screening(screening.pk)
