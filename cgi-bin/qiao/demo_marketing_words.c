/* demo_marketing_words.c: strategies, campaigns and their results in words. */
#include "qiao/demo_marketing_words.h"

#define WORDS(table) { table, sizeof(table) / sizeof(table)[0] }

const struct plan demo_plans[4] = {
	{ "食品行业深耕", "两年内成为华东食品企业包装设备的首选。", "食品行业新客户六十家；检测仪器占订单额两成；复购率过半。", "华东、华南的食品饮料企业，员工五十人以上", "600000.00 CNY", -700, 120, -705,
	  { { -520, "budget", "720000.00 CNY", "第一季度线索成本低于预期，追加投放" }, { -240, "segment", "华东、华南、西部的食品饮料企业，员工三十人以上", "西部团队已到位，门槛放低到三十人" }, { 0, NULL, NULL, NULL } } },
	{ "International growth", "A third of our sales from customers abroad.", "Forty new customers in Europe and South-East Asia; answers to enquiries within one day; two dealers.", "Makers of food and medical goods in Europe and South-East Asia", "420000.00 CNY", -610, 200, -622,
	  { { -400, "budget", "500000.00 CNY", "A second fair was added" }, { -150, "goal", "A third of our sales from customers abroad, half of it through dealers.", "Dealers in Germany and Malaysia asked for a part of the plan" }, { 0, NULL, NULL, NULL } } },
	{ "老客户服务续约", "把一次性买卖变成长期服务。", "续约率八成；每台设备每年两次回访；满意度四分半以上。", "购买设备满一年的客户", "180000.00 CNY", -420, 60, -428,
	  { { -200, "indicators", "续约率八成；每台设备每年三次回访；满意度四分半以上。", "客户反馈两次回访不够" }, { 0, NULL, NULL, NULL } } },
	{ "标签耗材线上直销", "小单走网店，销售专注设备。", "网店月订单两百；耗材毛利不低于四成。", "现有客户中的耗材用户", "150000.00 CNY", -260, 300, -270,
	  { { -255, "status", "active", "网店上线" }, { -90, "budget", "210000.00 CNY", "半年内已完成全年目标的七成" }, { 0, NULL, NULL, NULL } } },
};

const struct campaign_plan demo_campaigns[10] = {
	{ "{d} 年{n}包装展", "event", "展位演示立式包装机与检重秤，现场试机。", 0, -640, -634, 160000, 104, 26, 9, false },
	{ "食品客户试机月", "phone", "寄来您的产品，我们免费试机并提供视频。", 0, -540, -505, 60000, 88, 31, 8, false },
	{ "Newsletter: inspection made simple", "mail", "Three short cases about checkweighers and metal detectors in food plants.", 1, -470, -440, 20000, 95, 14, 16, true },
	{ "Trade fair abroad, {n} {d}", "event", "Our machines at the fair, with an engineer who speaks your language.", 1, -380, -374, 180000, 112, 24, 7, true },
	{ "老客户回访与延保优惠", "phone", "购买满一年的客户，延长质保九折。", 2, -300, -255, 40000, 79, 38, 12, false },
	{ "{d} 年{n}换机补贴", "mail", "旧机折价，换购新款立式包装机。", 0, -215, -170, 90000, 91, 17, 15, false },
	{ "网店开业：标签碳带满减", "social", "标签、碳带满一千减一百，当天发货。", 3, -150, -120, 50000, 97, 22, 14, false },
	{ "Spare parts before the holidays", "mail", "Order wear parts now and have them before your stop.", 1, -75, -40, 15000, 90, 19, 18, true },
	{ "年度保养预约", "sms", "提前预约年度保养，赠送易损件一套。", 2, -24, 21, 45000, 46, 30, 14, false },
	{ "{n}新品发布会", "event", "新一代装箱机现场发布，欢迎来厂参观。", 0, 28, 29, 120000, 12, 0, 6, false },
};

static const struct word successes[] = { { "已约试机", "Trial arranged" }, { "要了报价", "Asked for a quotation" }, { "现场签了意向", "Signed a letter of intent" }, { "下单耗材", "Ordered supplies" }, { "留下联系方式，有兴趣", "Interested, left a number" } };
static const struct word failures[] = { { "暂时没有需求", "Nothing needed at the moment" }, { "没有回复", "No answer" }, { "已有固定供应商", "Has a supplier" }, { "不希望再收到", "Does not want more of these" }, { "号码已换", "The number has changed" } };

const struct words demo_successes = WORDS(successes), demo_failures = WORDS(failures);
const struct word demo_seasons[4] = { { "冬季", "winter" }, { "春季", "spring" }, { "夏季", "summer" }, { "秋季", "autumn" } };
