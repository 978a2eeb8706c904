/* demo_deal_words.c: names and notes of opportunities, interests of leads, things to do. */
#include "qiao/demo_deal_words.h"

#define WORDS(table) { table, sizeof(table) / sizeof(table)[0] }

static const struct word machines[] = {
	{ "{p} 采购", "{p}" }, { "{p}，{n} 台", "{n} x {p}" }, { "新车间设备：{p}", "New hall: {p}" }, { "{d} 年扩产，{p}", "Extension {d}: {p}" },
	{ "{p} 替换旧机", "{p} to replace the old machine" }, { "二期产线 {p}", "Second line: {p}" }, { "{p} 试用转采购", "{p} after the trial" },
	{ "{p} 及安装", "{p} with installation" },
};
static const struct word supplies[] = {
	{ "{p} 年度供应", "{p}, supply for {d}" }, { "{p} 补货", "{p}, refill" }, { "{p} {n} 件", "{p}, {n} pieces" }, { "{p} 首单", "{p}, first order" },
	{ "{d} 年{p}框架", "{p}, contract {d}" }, { "{p} 备货", "{p} for stock" },
};
static const struct word renewals[] = {
	{ "{p} {d} 年续约", "{p}, renewal {d}" }, { "服务合同续签：{p}", "Service contract: {p}" }, { "{p} 到期续费", "{p} runs out" },
};
static const struct word notes[] = {
	{ "预算要等他们总部批。", "The budget has to pass their head office." }, { "{c} 支持我们，财务那边还在看价格。", "{c} is on our side; finance still looks at the price." },
	{ "同时在看两家同行，其中一家报价低一成。", "Two competitors are in, one of them ten percent cheaper." }, { "付款方式希望分三次。", "They want to pay in three parts." },
	{ "交货期是关键，最晚不能超过月底。", "Delivery decides: the end of the month at the latest." },
	{ "拍板的人下月出国，最好在那之前定下来。", "Whoever decides is abroad next month; better to settle it before." },
};
static const struct word lost[] = {
	{ "价格高于同行", "A competitor was cheaper" }, { "预算被砍", "The budget was cut" }, { "交货期太长", "Delivery would have taken too long" },
	{ "项目推迟到明年", "Put off to next year" },
	{ "对方没有再回复", "No answer any more" }, { "换了负责人，方案重来", "Somebody new is in charge and starts again" },
};
static const struct word machine_notes[] = {
	{ "现场已经量过尺寸，门高够。", "The site was measured; the door is high enough." }, { "老机器用了八年，坏得越来越勤。", "The old machine is eight years old and stops more and more often." },
	{ "需要英文说明书和电气图。", "They need the manual and the wiring plan in English." }, { "先买一台，用得好再加。", "One to begin with, more if it does well." },
};
static const struct word machine_lost[] = {
	{ "技术参数不符合", "Did not meet their specification" }, { "决定自己改造旧设备", "They will rebuild the old machine themselves" }, { "选了本地供应商", "They chose a supplier nearby" },
};
static const struct word interests[] = {
	{ "想了解 {p} 的价格和交货期。", "Would like the price and delivery time of the {p}." }, { "在网站上看到 {p}，希望发资料。", "Saw the {p} on the website and asks for papers." },
	{ "现有设备速度不够，想换 {p}。", "The present machine is too slow; thinks of the {p}." }, { "明年建新厂，正在收集报价。", "Builds a new plant next year and collects quotations." },
	{ "展会上试过 {p}，想要样机。", "Tried the {p} at the fair and would like one on trial." }, { "需要能做出口认证的供应商。", "Looks for a supplier with export certificates." },
	{ "询问 {p} 能不能配英文界面。", "Asks whether the {p} comes with an English panel." }, { "想做我们的区域代理。", "Would like to be our agent in the region." },
	{ "小批量试产，先要一台 {p}。", "A small trial production: one {p} to begin with." }, { "朋友介绍来的，想来厂里看看。", "Was sent by a friend and would like to see the factory." },
};
static const struct word tasks[] = {
	{ "给 {c} 发 {p} 的报价", "Send {c} the quotation for the {p}" }, { "确认 {p} 的交货期", "Confirm the delivery date of the {p}" },
	{ "寄样品给 {c}", "Send {c} the samples" }, { "准备 {p} 的技术方案", "Prepare the proposal for the {p}" }, { "回访 {c}", "Call {c} back" },
	{ "催 {c} 回传合同", "Ask {c} for the signed contract" }, { "安排工程师上门", "Arrange for an engineer on site" }, { "核对开票信息", "Check the invoice address" },
	{ "约 {c} 看厂", "Invite {c} to the factory" }, { "整理 {p} 的参考客户", "Find references for the {p}" }, { "更新客户资料", "Bring the customer's record up to date" },
	{ "跟进尾款", "Follow up the open balance" },
};
static const struct word task_details[] = {
	{ "对方要求用他们的模板。", "They want it on their own form." }, { "先和仓库确认库存。", "Ask the warehouse first." }, { "上次说好这周给答复。", "We promised an answer this week." },
	{ "抄送经理。", "Copy to the manager." }, { "资料在共享文件夹。", "The papers are in the shared folder." }, { "电话里说清楚付款条件。", "Make the terms of payment clear on the phone." },
};

const struct demo_deal_words demo_deal_words = {
	WORDS(machines), WORDS(supplies), WORDS(renewals), { WORDS(notes), WORDS(machine_notes) }, { WORDS(lost), WORDS(machine_lost) }, WORDS(interests), WORDS(tasks), WORDS(task_details),
};
