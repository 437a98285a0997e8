"""Words whose class no ending and no dictionary tells rightly: the closed lists behind `aligner.grammar`."""

from __future__ import annotations

# Tagged otherwise in the dictionary, but never content: jieba's "zg" and "v" hold many of them.
ZH_FUNCTION = frozenset(
    (
        "的 地 得 了 着 过 之 所 在 是 有 为 于 以 把 被 将 从 向 对 对于 关于 由 与 和 及 以及 或 或者 并 并且 而 而且 "
        "但 但是 因 因为 由于 如 如果 若 则 即 也 都 就 还 只 已 已经 又 更 最 很 此 该 本 其 这 那 哪 每 各 某 我 我们 "
        "你 您 他 她 它 他们 我国 等 等等 能 能够 可以 应 应该 应当 须 必须 需要 包括 通过 根据 按照 随着 除 除了 使 "
        "使得 令 让 至 到 自从 给 比 据 是否 没有 不是 例如 比如 以下 以上 上述 其中 其他 其它 另外 此外 同时 因此 所以 "
        "然而 虽然 不过 可能 一个 一些 这个 这些 那些 什么 如何 怎么 多少 亦 并非 均 曾 仍 以便 为了 之后 左右 目前 现在 "
        "今年 去年 年内 年底 其后 当中 进行 作出 做出 予以 加以 继续 致力 分别 非常 十分 一直 尤其 有助 旨在 藉 藉此 紧 "
        "啊 吗 呢 吧 您好 请 请问 会 要"
    ).split()
)
LOCATIVES = frozenset("内 外 中 上 下 里 后 前 间 旁".split())
# Those that are no part of the word they stand behind (工作日|内); 间 often is one (卫生间).
ZH_BEHIND = LOCATIVES - frozenset("间旁")
# Function characters at which a word neither begins nor ends.
ZH_EDGES = frozenset("的了在是和及与或由为于以等对将从向被把使令让其该各并而但则之所也都就不再较至到")
# Words that only hold others together: a translation has nothing that stands for them alone.
PARTICLES = frozenset("的 了 地 得 着 过 所 之".split())
ZH_LINKS = frozenset("的 和 及 与 或 之 、 以及 对 于 为 - · / &".split())

# Content words that jieba's dictionary has among the adverbs, conjunctions, prepositions and measures, where no term could end.
ZH_CONTENT = {
    "noun": (
        "预后 首都 首相 首尔 大连 约旦 也门 撒旦 真相 好处 难处 长处 益处 差别 难度 相机 真心 大将 小偷 果实 大自然 偏好 "
        "据点 终点 起点 难点 进度 刚度 初衷 本意 原意 极致 反面 正面 原声 立面 霍乱 正门 快门 暗门 暗码 简码 胡须 大佛 "
        "活佛 如来佛 一体机 立体声 自由度 自由面 即时性 一次性 原则性 随意性 及时性 自由性 大幅度 高新 批次 频次 轮次 "
        "频偏 共点力 正剧 真身 真经 真意 誓约 本分 大便 痛经 从句 凡例 未来式 长途 长夜 本相 相声 绝活 绝地 险别 大牢 "
        "仿真机 仿真度 快慢 长幼 纵深 片断 进深 大一统 十面体 异或 异或门 或门 与非 初速 常速 倍速 高速 低速 差速 高转速 "
        "惯偷 因果 因果论 假说 假面 总管 所有者 综论 由来 根由 缘由 借据 凭据 系列 美元 英镑 澳元 加元 阵列 美方 马列 "
        "千瓦时 马里 千卡 兆瓦 自然 远地点 近地点 高处 低处 故意 更年期 常温 高温 低温"
    ),
    "verbal": (
        "反对 同意 更新 立法 进步 互动 重复 同步 异步 暂停 比对 忽略 相处 亲近 向往 仿真 分频 首发 频发 偶发 自尽 自愈 "
        "默许 索偿 立约 对齐 并处 暂缓 缓期 临终 间断 起步 止步 却步 到场 到庭 到期 越级 立足 并举 较量 专断 独断 永续 "
        "迟疑 特许 特约 特批 首肯 照相 更迭 轻点 长按 索要 仿古 接管 除外 无为 对照 依从 顺从 随从 比照 关照 定时 定期 逆转"
    ),
    "adjective": (
        "必要 快速 真实 正常 相同 全新 最新 最优 缓慢 深刻 异常 永久 自愿 自觉 随机 实时 恰当 正直 整齐 纯正 轻微 紧迫 "
        "务实 简约 反常 自在 久远 绝对 特定 低微 急剧 急速 初步 终身 迟缓 不当 一致 至上 擅自"
    ),
    "prefix": "正 真 反 异",  # positive charge, antimatter, heterogeneous
}
# Measures and function words that, behind a noun, are the last part of a compound: 科学家, 病毒株, 充电桩, 数据集, 觅食地, 画幅比.
ZH_SUFFIXES = frozenset(
    (
        "家 株 类 层 段 台 户 口 级 粒 盾 堂 幕 架 曲 圈 箱 袋 帧 桩 集 道 片 杯 盘 座 册 锭 篇 封 位 公里 瓶 罐 卡 桶 链 环 团 "
        "线 面 栏 针 锅 壶 碗 门 窗 股 班 组 站 车 包 丸 泵 阶 炉 棒 管 柱 版 期 代 项 款 场 次 令 比 地"
    ).split()
)
# Function words and places that as often begin a compound: 自注意力, 最不发达国家, 前十字韧带, 外遮阳.
ZH_PREFIXES = frozenset("自 最 基于 即时 前 后 内 外 上 下".split())
# Words younger than jieba's list and the dictionary, which would be cut at a function word, or into pieces that mean something else.
ZH_NEWER = frozenset(
    (
        "碳中和 碳达峰 绿电 绿氢 换电 数字孪生 大模型 自监督 自注意力 自回归 预训练 提示词 词元 智能体 多模态 云原生 微服务 稳定币 融媒体 网信 "
        "快递员 供给侧 放管服 一带一路 河长制 网格员 专精特新 在轨 研学 慢病 失能 二十国集团 体脂率 知情同意"
    ).split()
)
# Listed words that are a noun and its place: 供桌|上, 回收船|上, 断层面|上.
ZH_AT_PLACES = frozenset(
    "桌上 船上 岛上 路上 台上 面上 身上 车上 树上 箱内 舱内 区内 期内 店内 屋内 水里 河里 家里 手里 井里 水中 手中".split()
)

# English classes that are closed or nearly so; of verbs, forms that are hardly ever nouns: what may be either (use, support,
# increase) is left to the ranking.
EN_CLOSED = {
    "determiner": (
        "the a an this that these those its their his her our my your each every any some all both such another no other "
        "same certain own most more many much few several less least various"
    ),
    "preposition": (
        "of in on at by for with from to into onto over under between among through during within without against "
        "towards toward upon about above below after before since until across along around behind beyond despite except "
        "near off out per than via as amid amidst throughout regarding including following up down like unlike whilst"
    ),
    "link": ("and or & nor / -"),
    "pronoun": (
        "i you he she it we they me him us them who whom whose which what where when why how there here itself "
        "themselves himself herself ourselves yourself myself yourselves one ones everyone anyone someone something "
        "anything nothing everything people's"
    ),
    "auxiliary": (
        "is are was were be been being am has have had having do does did done will would shall should can could may "
        "might must ought not don't doesn't didn't isn't aren't wasn't can't won't but if because although though while "
        "whereas unless whether so then thus therefore however moreover furthermore"
    ),
    "calendar": (
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
        "october november december day days week weeks weekend month months year years hour hours minute minutes morning "
        "afternoon evening night tonight yesterday tomorrow decade decades century centuries"
    ),
    "adverb": (
        "also only just still already yet again ever never always often sometimes usually very too quite rather even "
        "almost about further together well now today soon later once twice hence thereby meanwhile instead perhaps "
        "maybe ago nevertheless nonetheless regardless away back forward especially particularly respectively i.e. e.g. "
        "etc"
    ),
    "verb": (
        "make makes made take takes took taken give gives gave given get gets got getting go goes went gone going come "
        "comes came coming see sees saw seen know knows knew say says said find finds found become becomes "
        "became becoming keep keeps kept let lets put puts begin begins began begun remain remains remained remaining "
        "continue continues continued provide provides provided ensure ensures ensured ensuring include includes "
        "included seek seeks sought helped helping allow allows allowed enable enables enabled require requires "
        "want wants wanted try tries tried showed shown shows follow follows followed led bring brings brought "
        "maintain maintains maintained increased decreased improve improves improved enhance enhances strengthen "
        "strengthens strengthened promote promotes promoted facilitate facilitates facilitated develop "
        "develops conducted implement implements implemented establish establishes introduce introduces "
        "introduced launched announce announces announced publish publishes published issued completed reflect reflects "
        "reflected reflecting expect expects consider considers considered carry carries carried met hold holds "
        "held caused apply applies receive receives received achieve achieves achieved adopt adopts "
        "adopted aimed believe believes thinks feel feels felt seem seems seemed stopped tell told asked rose fell "
        "grew drew sent commenced commencing participated attended represent reveal arrive "
        "survive prevent steal heal forgive perceive strive thrive derive deprive revive conceive deceive invent "
        "circumvent relieve"
    ),
}

# Not what their ending says.
NOT_ADVERBS = frozenset(
    (
        "ally anomaly assembly belly bodily bully butterfly costly curly daily daylily deadly dragonfly early earthly elderly "
        "family fly friendly gully heavenly holly holy hourly italy jelly july kindly likely lily lonely lovely monopoly "
        "monthly multiply nightly oily only orderly quarterly rally reply silly supply timely ugly weekly woolly worldly "
        "yearly"
    ).split()
)
# Nouns, and words that are as often nouns, with the endings of adjectives.
NOT_ADJECTIVES = frozenset(
    (
        "abrasive accent accident accountant additive adhesive adjective adjutant admiral adolescent advent adversary "
        "aerial aesthetic agent alternative anaesthetic anesthetic animal anniversary antecedent antibiotic antioxidant "
        "antiseptic apothecary appeal applicant appraisal approval archive arithmetic arousal arrival arsenal arsenic "
        "assistant attendant auxiliary ballistic beneficiary betrayal boundary burial cable canal canary cannibal "
        "capital captive carnival cathedral cent centenary ceramic cereal chant characteristic charcoal chemical "
        "claimant classic cleric client clinic coal coefficient collateral collectable collective commandant commentary "
        "commissary component consent constable constant constituent consultant consumable contaminant content "
        "contestant continent contraceptive contrary convent coolant coral correspondent cosmetic covenant credential "
        "criminal critic critique crystal current deal defendant delinquent deliverable denial dependent depressant "
        "derivative descendant descent detective detergent determinant deterrent diagnostic dial diary dictionary "
        "differential directive disapproval disinfectant dismissal dispensary dispersal disposal dissent dissident "
        "documentary drive editorial elephant emigrant epic epidemic equivalent estuary ethic event executive explosive "
        "exponent extent fable fabric fanatic february festival five fugitive funeral garlic giant glossary goal "
        "gradient granary grant graphic handful heuristic hive hospital hydrant ideal immigrant imperative implant "
        "incentive incident incumbent individual infant infinitive infirmary informant ingredient inhabitant initiative "
        "insurgent intent intermediary interval itinerary jackal january journal judiciary lament laxative library "
        "lieutenant locomotive logic logistic lubricant luminary lyric magic mammal manual marshal material meal "
        "mechanic medal medic memorial mercenary merchant metal metric migrant mineral missionary mosaic motive mural "
        "music musical mutant mystic narrative native negative notary numeral nutrient obituary objective occupant "
        "offensive official olive operative opponent ordeal original pageant pandemic panic paramedic parent participant "
        "patent patient payable peasant pedal pedestal pendant penitentiary percent periodical perspective perusal petal "
        "pharmaceutical picnic plant plastic plural pollutant polytechnic portal portrayal positive potential precedent "
        "present preservative president primary principal professional proponent proposal public quadrant quotient "
        "reagent receivable recipient recital referral refusal regent rehearsal relative relic remnant removal renewal "
        "rent rental repeal representative reprisal republic resident respondent restaurant retrieval reversal revival "
        "revolutionary rhetoric ritual rival rodent salary sanctuary sandal scandal scent sceptic seal secretary "
        "sedative seminary sergeant serial serpent servant signal skeptic solvent spiral statistic stimulant student "
        "subsidiary summary superintendent superlative surfactant survival syllable table tactic talent tangent tenant "
        "tent terminal testimonial timetable topic torrent traffic transplant trial tribunal tributary trident tutorial "
        "tyrant upheaval vandal variable variant vegetable vent visionary vocabulary warrant withdrawal zeal"
    ).split()
)
