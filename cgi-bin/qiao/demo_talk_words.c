/* demo_talk_words.c: what is said between the company and its customers, by occasion, in both languages. */
#include "qiao/demo_deal_words.h"

#define WORDS(table) { table, sizeof(table) / sizeof(table)[0] }

static const struct word first_subjects[] = { { "初次沟通", "First talk" }, { "了解 {p} 的需求", "What they need the {p} for" }, { "介绍公司和产品", "Who we are and what we make" }, { "{c} 来电询问 {p}", "{c} asks about the {p}" } };
static const struct word first_first[] = {
	{ "{c} 在找 {p}，目前用的是人工。", "{c} is looking for a {p}; so far it is done by hand." }, { "和 {c} 通了话，对 {p} 有兴趣。", "Spoke with {c}, who is interested in the {p}." },
	{ "{c} 看过我们的网站，主要关心 {p} 的速度。", "{c} has seen our website and cares most about the speed of the {p}." }, { "介绍了 {p} 和两个同行业案例。", "Explained the {p} and two cases from their line of business." },
	{ "{c} 说现有设备故障多，考虑换成 {p}。", "{c} says the present machine stops too often and thinks of the {p}." }, { "老客户推荐过来的，{c} 直接问 {p} 的交货期。", "Comes by recommendation; {c} asked straight away when a {p} could be delivered." },
};
static const struct word first_second[] = {
	{ "预算还没定。", "There is no budget yet." }, { "决策要经过生产和采购两个部门。", "Production and purchasing decide together." }, { "希望先看资料。", "They would like to read something first." },
	{ "一个月内要定供应商。", "The supplier is to be chosen within a month." }, { "产品样品会寄给我们试机。", "They will send us their goods for a trial." },
};
static const struct word first_next[] = { { "发产品资料", "Send the brochure" }, { "约一次视频会议", "Arrange a video call" }, { "寄样品", "Send samples" } };

static const struct word needs_subjects[] = { { "确认 {p} 的技术要求", "Requirements for the {p}" }, { "现场看厂", "On site" }, { "{p} 试机结果", "Trial of the {p}" }, { "和 {c} 核对参数", "Going through the figures with {c}" } };
static const struct word needs_first[] = {
	{ "到现场看了场地，{p} 放得下，电源要加一路。", "Saw the site: the {p} fits, but needs a supply of its own." }, { "{c} 给了产能目标，{p} 标准款可以满足。", "{c} gave the output they want; the standard {p} does it." },
	{ "试机用他们的产品跑了两小时，{c} 比较满意。", "Ran their goods for two hours; {c} was rather pleased." }, { "{c} 要求 {p} 的界面有英文。", "{c} wants the panel of the {p} in English." },
	{ "讨论了 {p} 和现有产线的对接，高度差十二公分。", "Talked about joining the {p} to their line; there are twelve centimetres between the two." }, { "{c} 带了车间主任一起参加，问得很细。", "{c} brought the foreman along, who asked about every detail." },
};
static const struct word needs_second[] = {
	{ "需要我们出一张布置图。", "We are to draw a layout." }, { "安全门要按他们标准。", "The guards have to follow their own standard." }, { "培训希望放在周末。", "Training should be at a weekend." },
	{ "噪音要求低于七十五分贝。", "Noise must stay below 75 dB." }, { "备件清单一起报。", "Spare parts are to be quoted as well." },
};
static const struct word needs_next[] = { { "出布置图和报价", "Layout and quotation" }, { "和技术部确认改动", "Ask our engineers about the changes" }, { "发试机视频", "Send the film of the trial" } };

static const struct word offer_subjects[] = { { "{p} 报价", "Quotation for the {p}" }, { "报价已发，等 {c} 回复", "Quotation sent" }, { "跟进 {p} 报价", "About our quotation for the {p}" }, { "方案说明", "Our proposal" } };
static const struct word offer_first[] = {
	{ "报价已发给 {c}，附了 {p} 的参数表。", "Sent {c} the quotation with the data sheet of the {p}." }, { "{c} 收到报价，说会和财务一起看。", "{c} has the quotation and will go through it with finance." },
	{ "把 {p} 的配置逐项解释了一遍，{c} 没有大的疑问。", "Went through the {p} item by item; {c} had no serious doubts." }, { "{c} 问 {p} 多买能不能便宜。", "{c} asks what the {p} costs if they take more." },
	{ "报价比他们预期高一些，{c} 想看看去掉选配的价格。", "Higher than they expected; {c} would like to see it without the options." }, { "{c} 觉得 {p} 的价格合理，主要担心售后。", "{c} finds the {p} fairly priced and worries about service." },
};
static const struct word offer_second[] = {
	{ "下周他们内部开会。", "They meet about it next week." }, { "要求报价有效期延长到月底。", "They want it to hold until the end of the month." }, { "运费要单独列出来。", "Freight has to be shown apart." },
	{ "参考客户的联系方式已经给了。", "Gave them the number of a customer they may ask." }, { "同行也在报价。", "A competitor quotes as well." },
};
static const struct word offer_next[] = { { "下周电话跟进", "Call next week" }, { "修改报价", "Change the quotation" }, { "发售后承诺书", "Send our service terms" } };

static const struct word haggle_subjects[] = { { "价格和付款方式", "Price and payment" }, { "合同条款", "Terms of the contract" }, { "{p} 最后一轮谈判", "Last round on the {p}" }, { "交货期协商", "When we can deliver" } };
static const struct word haggle_first[] = {
	{ "{c} 希望再降五个点，我们答应送一套易损件。", "{c} wants another five percent; we offered a set of wear parts instead." }, { "付款改成三六一，{c} 同意了。", "Payment is now 30, 60 and 10 percent, and {c} agreed." },
	{ "合同发过去了，{c} 的法务改了两处违约条款。", "The contract is with them; {c}'s lawyers changed two clauses about penalties." }, { "{p} 的交货期压到四周，生产部确认可以。", "The {p} has to come in four weeks; production says it can be done." },
	{ "{c} 带采购总监来谈，主要围绕质保两年。", "{c} came with the head of purchasing; it was mostly about two years of warranty." }, { "价格基本谈定，等 {c} 走审批。", "The price is as good as settled; {c} is waiting for a signature." },
};
static const struct word haggle_second[] = {
	{ "底线已经和经理对过。", "Our limit is agreed with the manager." }, { "他们月底前必须下单。", "They have to order before the month is over." }, { "对方态度诚恳。", "They mean it." },
	{ "另一家还在报低价。", "The other supplier keeps going down." }, { "需要盖章扫描件。", "They need a stamped copy." },
};
static const struct word haggle_next[] = { { "寄合同原件", "Post the contract" }, { "确认排产", "Book the production" }, { "等审批结果", "Wait for their approval" } };

static const struct word won_subjects[] = { { "合同已签", "Contract signed" }, { "{p} 确认下单", "They order the {p}" }, { "启动会", "Kick-off" }, { "感谢合作", "Thank you" } };
static const struct word won_first[] = {
	{ "{c} 回传了盖章合同，预付款这周安排。", "{c} returned the contract; the deposit comes this week." }, { "{c} 电话确认下单，{p} 按最后一版报价。", "{c} ordered by phone: the {p} as last quoted." },
	{ "和 {c} 对了交付计划，收货联系人也定了。", "Went through the delivery plan with {c}; we know who receives it." }, { "合同走完审批，{c} 说后面还有二期。", "The contract is approved; {c} speaks of a second phase." },
};
static const struct word won_second[] = { { "已通知生产部。", "Production knows." }, { "发票抬头按合同。", "The invoice goes to the address in the contract." }, { "收货人和上次一样。", "It goes to the same address as last time." } };
static const struct word won_next[] = { { "跟进预付款", "See that the deposit comes" }, { "安排生产", "Start production" }, { "建交付群", "Bring both teams together" } };

static const struct word lost_subjects[] = { { "对方选了别家", "They chose somebody else" }, { "项目暂停", "The project stops" }, { "{p} 没有成交", "No order for the {p}" } };
static const struct word lost_first[] = {
	{ "{c} 告知这次没有选我们，表示以后还有机会。", "{c} tells us it went to another supplier; there may be a next time." }, { "预算冻结，{c} 说最早明年再启动。", "The budget is frozen; {c} says next year at the earliest." },
	{ "{c} 说领导更看重交货期，我们慢了两周。", "{c} says delivery decided, and we were two weeks slower." }, { "几次联系都没有结果，{c} 坦言价格差距太大。", "After several calls {c} admitted that the price was too far off." },
};
static const struct word lost_second[] = { { "保持联系，逢节问候。", "We stay in touch." }, { "半年后再问。", "To be asked again in half a year." }, { "已记录原因。", "The reason is noted." } };
static const struct word lost_next[] = { { "半年后回访", "Call in six months" }, { "寄新品资料", "Send news of our products" } };

static const struct word care_subjects[] = { { "例行回访", "How is it going" }, { "节日问候", "Greetings" }, { "使用情况", "How the machine runs" }, { "{c} 问备件", "{c} asks for parts" }, { "新品介绍", "Something new" }, { "对账", "Statement of account" } };
static const struct word care_first[] = {
	{ "{c} 说设备运行正常，操作工已经上手。", "{c} says everything runs well and the operators know it by now." }, { "给 {c} 送了节日问候，顺便聊了下半年的计划。", "Wished {c} well for the holidays and heard about their plans." },
	{ "{c} 想要易损件清单，准备一次备齐。", "{c} wants the list of wear parts, to stock up once." }, { "介绍了 {p}，{c} 说年底预算再考虑。", "Told {c} about the {p}; perhaps with the next budget." },
	{ "和 {c} 对了账，金额一致。", "Compared accounts with {c}: they agree." }, { "{c} 换了新办公室，地址已更新。", "{c} moved to a new office; the address is changed." },
	{ "{c} 提到隔壁厂也在找设备，可以介绍。", "{c} says the plant next door is looking for machines and would introduce us." }, { "顺路拜访，{c} 带着看了车间。", "Looked in on the way; {c} showed the hall." },
	{ "{c} 问能不能派人再培训一次新员工。", "{c} asks for another training for new people." }, { "邀请 {c} 参加秋季展会。", "Invited {c} to the autumn fair." },
};
static const struct word care_second[] = {
	{ "没有其他问题。", "Nothing else was open." }, { "下季度可能追加。", "They may order more next quarter." }, { "对售后评价不错。", "They are content with our service." }, { "建议加装检重秤。", "Suggested a checkweigher." },
	{ "对方采购换了人，新同事也认识了。", "There is somebody new in purchasing, whom we met." }, { "价格上希望有老客户优惠。", "As an old customer they hope for a better price." },
};
static const struct word care_next[] = { { "下月再联系", "Call next month" }, { "发备件报价", "Quote the parts" }, { "安排培训", "Arrange the training" } };

static const struct word supply_subjects[] = { { "{p} 报价", "Price of the {p}" }, { "{c} 询问 {p}", "{c} asks for the {p}" }, { "补货", "Refill" }, { "年度用量", "What they use in a year" }, { "{p} 数量和交期", "{p}: how many and when" } };
static const struct word supply_first[] = {
	{ "{c} 要 {p} 的报价，数量还没有最后定。", "{c} asks for a price for the {p}; how many is still open." }, { "和 {c} 核对了去年的用量，建议签年度价。", "Went through last year's figures with {c} and suggested a price for the year." },
	{ "{c} 问 {p} 有没有现货，库房确认有。", "{c} asks whether the {p} is in stock; the warehouse says yes." }, { "{c} 在比价，希望我们再看看 {p} 的折扣。", "{c} compares prices and hopes for a discount on the {p}." },
	{ "报价发给 {c}，含运费。", "Sent {c} a price with freight included." }, { "{c} 说之前用的是别家，想先试一批。", "{c} used another make so far and would like to try ours." },
	{ "{c} 同意按批量价，本周走流程。", "{c} takes the price for larger quantities; the order is on its way through their office." }, { "{c} 要求分两次送货。", "{c} wants it delivered in two parts." },
};
static const struct word supply_second[] = {
	{ "月底前要到货。", "It has to arrive this month." }, { "付款按月结。", "They pay by the month." }, { "发票随货。", "The invoice comes with the goods." }, { "老客户，直接按上次价格。", "An old customer: same price as last time." },
	{ "另外问了保养的事。", "Also asked about maintenance." },
};
static const struct word supply_next[] = { { "发报价", "Send the price" }, { "确认库存", "Ask the warehouse" }, { "下周问结果", "Ask next week" } };

const struct talk_words demo_talks[] = {
	{ WORDS(first_subjects), WORDS(first_first), WORDS(first_second), WORDS(first_next) },
	{ WORDS(needs_subjects), WORDS(needs_first), WORDS(needs_second), WORDS(needs_next) },
	{ WORDS(offer_subjects), WORDS(offer_first), WORDS(offer_second), WORDS(offer_next) },
	{ WORDS(haggle_subjects), WORDS(haggle_first), WORDS(haggle_second), WORDS(haggle_next) },
	{ WORDS(won_subjects), WORDS(won_first), WORDS(won_second), WORDS(won_next) },
	{ WORDS(lost_subjects), WORDS(lost_first), WORDS(lost_second), WORDS(lost_next) },
	{ WORDS(care_subjects), WORDS(care_first), WORDS(care_second), WORDS(care_next) },
	{ WORDS(supply_subjects), WORDS(supply_first), WORDS(supply_second), WORDS(supply_next) },
};

static const struct word missed[] = { { "没有人接，改天再打。", "No answer; will try again." }, { "{c} 在开会，下午再联系。", "{c} is in a meeting; again in the afternoon." }, { "留言给前台。", "Left a message at the desk." }, { "{c} 出差，下周回来。", "{c} is travelling until next week." } };
static const struct word meetings[] = { { "和 {c} 谈 {p} 方案", "The {p}: our proposal to {c}" }, { "{c} 来厂参观", "{c} visits the factory" }, { "{p} 验收", "Acceptance of the {p}" }, { "季度回顾", "Quarterly review" }, { "视频会议：{p} 报价", "Video call: quotation for the {p}" }, { "合同签订", "Signing the contract" } };
static const struct word agendas[] = { { "带样品和参考客户名单。", "Bring samples and references." }, { "对方三人参加，准备英文资料。", "Three of them come; have the papers ready." }, { "先过一遍遗留问题，再谈价格。", "First what is left open, then the price." }, { "工程师一起去。", "An engineer comes along." } };

const struct words demo_missed = WORDS(missed), demo_meetings = WORDS(meetings), demo_agendas = WORDS(agendas);
