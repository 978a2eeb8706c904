/* demo_words.c: the words, places, people and teams that demonstration data is put together from. */
#include "qiao/demo_words.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define WORDS(table) { table, COUNT(table) }

#define EAST "华东 East"
#define SOUTH "华南 South"
#define NORTH "华北 North"
#define WEST "西部 West"
#define ABROAD "海外 International"

static const struct place chinese_places[] = {
	{ { "北京", "Beijing" }, "11", "+86 10 5550 ", 0, 10000, "1000", NULL, "CNY", NORTH },
	{ { "上海", "Shanghai" }, "31", "+86 21 5550 ", 0, 10000, "2000", NULL, "CNY", EAST },
	{ { "深圳", "Shenzhen" }, "44", "+86 755 5550 ", 0, 10000, "5180", NULL, "CNY", SOUTH },
	{ { "广州", "Guangzhou" }, "44", "+86 20 5550 ", 0, 10000, "5100", NULL, "CNY", SOUTH },
	{ { "东莞", "Dongguan" }, "44", "+86 769 5550 ", 0, 10000, "5230", NULL, "CNY", SOUTH },
	{ { "杭州", "Hangzhou" }, "33", "+86 571 5550 ", 0, 10000, "3100", NULL, "CNY", EAST },
	{ { "宁波", "Ningbo" }, "33", "+86 574 5550 ", 0, 10000, "3150", NULL, "CNY", EAST },
	{ { "苏州", "Suzhou" }, "32", "+86 512 5550 ", 0, 10000, "2150", NULL, "CNY", EAST },
	{ { "南京", "Nanjing" }, "32", "+86 25 5550 ", 0, 10000, "2100", NULL, "CNY", EAST },
	{ { "无锡", "Wuxi" }, "32", "+86 510 5550 ", 0, 10000, "2140", NULL, "CNY", EAST },
	{ { "成都", "Chengdu" }, "51", "+86 28 5550 ", 0, 10000, "6100", NULL, "CNY", WEST },
	{ { "重庆", "Chongqing" }, "50", "+86 23 5550 ", 0, 10000, "4000", NULL, "CNY", WEST },
	{ { "武汉", "Wuhan" }, "42", "+86 27 5550 ", 0, 10000, "4300", NULL, "CNY", SOUTH },
	{ { "长沙", "Changsha" }, "43", "+86 731 5550 ", 0, 10000, "4100", NULL, "CNY", SOUTH },
	{ { "西安", "Xi'an" }, "61", "+86 29 5550 ", 0, 10000, "7100", NULL, "CNY", WEST },
	{ { "天津", "Tianjin" }, "12", "+86 22 5550 ", 0, 10000, "3000", NULL, "CNY", NORTH },
	{ { "青岛", "Qingdao" }, "37", "+86 532 5550 ", 0, 10000, "2660", NULL, "CNY", NORTH },
	{ { "济南", "Jinan" }, "37", "+86 531 5550 ", 0, 10000, "2500", NULL, "CNY", NORTH },
	{ { "大连", "Dalian" }, "21", "+86 411 5550 ", 0, 10000, "1160", NULL, "CNY", NORTH },
	{ { "厦门", "Xiamen" }, "35", "+86 592 5550 ", 0, 10000, "3610", NULL, "CNY", SOUTH },
	{ { "合肥", "Hefei" }, "34", "+86 551 5550 ", 0, 10000, "2300", NULL, "CNY", EAST },
	{ { "郑州", "Zhengzhou" }, "41", "+86 371 5550 ", 0, 10000, "4500", NULL, "CNY", NORTH },
	{ { "昆明", "Kunming" }, "53", "+86 871 5550 ", 0, 10000, "6500", NULL, "CNY", WEST },
	{ { "哈尔滨", "Harbin" }, "23", "+86 451 5550 ", 0, 10000, "1500", NULL, "CNY", NORTH },
	{ { "南宁", "Nanning" }, "45", "+86 771 5550 ", 0, 10000, "5300", NULL, "CNY", SOUTH },
};

static const struct place foreign_places[] = {
	{ { "旧金山", "San Francisco" }, "US", "+1 415 555 ", 100, 100, "941", "Inc.", "USD", ABROAD },
	{ { "芝加哥", "Chicago" }, "US", "+1 312 555 ", 100, 100, "606", "LLC", "USD", ABROAD },
	{ { "西雅图", "Seattle" }, "US", "+1 206 555 ", 100, 100, "981", "Inc.", "USD", ABROAD },
	{ { "伦敦", "London" }, "GB", "+44 20 7946 ", 0, 1000, "EC1A ", "Ltd", "GBP", ABROAD },
	{ { "曼彻斯特", "Manchester" }, "GB", "+44 161 496 ", 0, 1000, "M1 ", "Ltd", "GBP", ABROAD },
	{ { "柏林", "Berlin" }, "DE", "+49 30 5550 ", 0, 10000, "101", "GmbH", "EUR", ABROAD },
	{ { "慕尼黑", "Munich" }, "DE", "+49 89 5550 ", 0, 10000, "803", "GmbH", "EUR", ABROAD },
	{ { "里昂", "Lyon" }, "FR", "+33 4 55 50 ", 0, 10000, "690", "SAS", "EUR", ABROAD },
	{ { "东京", "Tokyo" }, "JP", "+81 3 5550 ", 0, 10000, "100-0", "K.K.", "JPY", ABROAD },
	{ { "首尔", "Seoul" }, "KR", "+82 2 555 ", 0, 10000, "045", "Co., Ltd.", "KRW", ABROAD },
	{ { "新加坡", "Singapore" }, "SG", "+65 5550 ", 0, 10000, "0180", "Pte. Ltd.", "SGD", ABROAD },
	{ { "悉尼", "Sydney" }, "AU", "+61 2 5550 ", 0, 10000, "20", "Pty Ltd", "AUD", ABROAD },
	{ { "多伦多", "Toronto" }, "CA", "+1 416 555 ", 100, 100, "M5V ", "Inc.", "CAD", ABROAD },
	{ { "斯德哥尔摩", "Stockholm" }, "SE", "+46 8 555 ", 0, 10000, "111 ", "AB", "SEK", ABROAD },
	{ { "鹿特丹", "Rotterdam" }, "NL", "+31 10 555 ", 0, 10000, "301", "B.V.", "EUR", ABROAD },
	{ { "米兰", "Milan" }, "IT", "+39 02 5550 ", 0, 10000, "201", "S.r.l.", "EUR", ABROAD },
	{ { "迪拜", "Dubai" }, "AE", "+971 4 555 ", 0, 10000, "", "LLC", "AED", ABROAD },
	{ { "吉隆坡", "Kuala Lumpur" }, "MY", "+60 3 5550 ", 0, 10000, "504", "Sdn. Bhd.", "MYR", ABROAD },
};

static const struct trade trades[] = {
	{ { "机械", "Machinery" }, "制造业" }, { { "精密仪器", "Instruments" }, "制造业" }, { { "电器", "Electric" }, "制造业" },
	{ { "模具", "Tooling" }, "制造业" }, { { "自动化", "Automation" }, "制造业" }, { { "软件", "Software" }, "信息技术" },
	{ { "信息技术", "Systems" }, "信息技术" }, { { "数据", "Data" }, "信息技术" }, { { "商贸", "Trading" }, "批发零售" },
	{ { "百货", "Stores" }, "批发零售" }, { { "投资", "Capital" }, "金融" }, { { "医疗器械", "Medical" }, "医疗健康" },
	{ { "生物科技", "Biotech" }, "医疗健康" }, { { "教育", "Education" }, "教育" }, { { "物流", "Logistics" }, "物流运输" },
	{ { "供应链", "Supply" }, "物流运输" }, { { "建筑", "Construction" }, "建筑地产" }, { { "新能源", "Energy" }, "能源" },
	{ { "食品", "Foods" }, "食品饮料" }, { { "茶业", "Tea" }, "食品饮料" }, { { "农业", "Farms" }, "农业" },
	{ { "文化传媒", "Media" }, "媒体文化" }, { { "酒店", "Hotels" }, "酒店旅游" }, { { "化工", "Chemicals" }, "化工材料" },
	{ { "汽车零部件", "Auto Parts" }, "汽车" }, { { "纺织", "Textiles" }, "纺织服装" }, { { "服饰", "Apparel" }, "纺织服装" },
	{ { "咨询", "Consulting" }, "专业服务" },
};

static const struct word brand_first[] = {
	{ "华", "Hua" }, { "恒", "Heng" }, { "瑞", "Rui" }, { "新", "Xin" }, { "盛", "Sheng" }, { "金", "Jin" }, { "明", "Ming" },
	{ "远", "Yuan" }, { "宏", "Hong" }, { "博", "Bo" }, { "安", "An" }, { "天", "Tian" }, { "云", "Yun" }, { "海", "Hai" },
	{ "嘉", "Jia" }, { "睿", "Rui" }, { "泰", "Tai" }, { "丰", "Feng" }, { "启", "Qi" }, { "智", "Zhi" }, { "和", "He" },
	{ "清", "Qing" }, { "凯", "Kai" }, { "凌", "Ling" }, { "晨", "Chen" }, { "宁", "Ning" }, { "星", "Xing" }, { "卓", "Zhuo" },
	{ "永", "Yong" }, { "景", "Jing" }, { "宇", "Yu" }, { "乐", "Le" },
};

static const struct word brand_second[] = {
	{ "星", "xing" }, { "源", "yuan" }, { "达", "da" }, { "通", "tong" }, { "泽", "ze" }, { "晟", "sheng" }, { "诚", "cheng" },
	{ "岳", "yue" }, { "川", "chuan" }, { "峰", "feng" }, { "林", "lin" }, { "桥", "qiao" }, { "帆", "fan" }, { "晖", "hui" },
	{ "禾", "he" }, { "川", "chuan" }, { "舟", "zhou" }, { "元", "yuan" }, { "基", "ji" }, { "信", "xin" }, { "佳", "jia" },
	{ "旭", "xu" }, { "腾", "teng" }, { "翔", "xiang" }, { "鼎", "ding" }, { "邦", "bang" }, { "岩", "yan" }, { "朗", "lang" },
};

static const struct word brand_front[] = {
	{ "诺斯", "North" }, { "格林", "Green" }, { "银", "Silver" }, { "橡树", "Oak" }, { "克利尔", "Clear" }, { "斯通", "Stone" },
	{ "布赖特", "Bright" }, { "哈珀", "Harper" }, { "韦斯特", "West" }, { "梅普尔", "Maple" }, { "艾什", "Ash" }, { "沃特", "Water" },
	{ "林登", "Linden" }, { "雷德", "Red" }, { "伊斯特", "East" }, { "霍尔", "Hall" }, { "费尔", "Fair" }, { "雪", "Snow" },
	{ "海", "Sea" }, { "艾伦", "Allen" }, { "温特", "Winter" }, { "萨默", "Summer" }, { "伍德", "Wood" }, { "布莱克", "Black" },
};

static const struct word brand_back[] = {
	{ "菲尔德", "field" }, { "布里奇", "bridge" }, { "伍德", "wood" }, { "福德", "ford" }, { "盖特", "gate" }, { "维尔", "ville" },
	{ "克里克", "creek" }, { "希尔", "hill" }, { "黑文", "haven" }, { "波特", "port" }, { "韦尔", "well" }, { "戴尔", "dale" },
	{ "利", "ley" }, { "沃思", "worth" }, { "伯里", "bury" }, { "克利夫", "cliff" }, { "霍姆", "holm" }, { "马克", "mark" },
};

static const struct word surnames[] = {
	{ "林", "Lin" }, { "陈", "Chen" }, { "王", "Wang" }, { "李", "Li" }, { "张", "Zhang" }, { "刘", "Liu" }, { "黄", "Huang" },
	{ "周", "Zhou" }, { "吴", "Wu" }, { "徐", "Xu" }, { "孙", "Sun" }, { "胡", "Hu" }, { "朱", "Zhu" }, { "高", "Gao" },
	{ "何", "He" }, { "郭", "Guo" }, { "马", "Ma" }, { "罗", "Luo" }, { "梁", "Liang" }, { "宋", "Song" }, { "郑", "Zheng" },
	{ "谢", "Xie" }, { "韩", "Han" }, { "唐", "Tang" }, { "冯", "Feng" }, { "董", "Dong" }, { "程", "Cheng" }, { "曹", "Cao" },
	{ "袁", "Yuan" }, { "邓", "Deng" }, { "许", "Xu" }, { "傅", "Fu" }, { "沈", "Shen" }, { "彭", "Peng" }, { "吕", "Lü" },
	{ "欧阳", "Ouyang" },
};

static const struct word given_names[] = {
	{ "秋", "Qiu" }, { "雨桐", "Yutong" }, { "晓峰", "Xiaofeng" }, { "静", "Jing" }, { "志远", "Zhiyuan" }, { "丽华", "Lihua" },
	{ "建国", "Jianguo" }, { "敏", "Min" }, { "子涵", "Zihan" }, { "浩然", "Haoran" }, { "雪梅", "Xuemei" }, { "文博", "Wenbo" },
	{ "佳怡", "Jiayi" }, { "俊杰", "Junjie" }, { "思远", "Siyuan" }, { "欣怡", "Xinyi" }, { "国强", "Guoqiang" }, { "海燕", "Haiyan" },
	{ "伟明", "Weiming" }, { "美玲", "Meiling" }, { "天宇", "Tianyu" }, { "晨曦", "Chenxi" }, { "梓轩", "Zixuan" }, { "婷", "Ting" },
	{ "磊", "Lei" }, { "立群", "Liqun" }, { "若溪", "Ruoxi" }, { "一鸣", "Yiming" }, { "春花", "Chunhua" }, { "玉兰", "Yulan" },
	{ "诗涵", "Shihan" }, { "永康", "Yongkang" }, { "振华", "Zhenhua" }, { "艺", "Yi" }, { "可欣", "Kexin" }, { "少波", "Shaobo" },
};

static const struct word first_names[] = {
	{ "艾玛", "Emma" }, { "丹尼尔", "Daniel" }, { "索菲", "Sophie" }, { "托马斯", "Thomas" }, { "汉娜", "Hannah" }, { "马丁", "Martin" },
	{ "克拉拉", "Clara" }, { "奥利弗", "Oliver" }, { "露西", "Lucy" }, { "彼得", "Peter" }, { "艾丽斯", "Alice" }, { "保罗", "Paul" },
	{ "妮娜", "Nina" }, { "休", "Hugh" }, { "格蕾丝", "Grace" }, { "西蒙", "Simon" }, { "劳拉", "Laura" }, { "埃里克", "Erik" },
	{ "玛雅", "Maya" }, { "乔纳斯", "Jonas" }, { "伊莎贝尔", "Isabel" }, { "安德鲁", "Andrew" }, { "茱莉亚", "Julia" }, { "大卫", "David" },
};

static const struct word family_names[] = {
	{ "卡特", "Carter" }, { "林德", "Lindh" }, { "哈特利", "Hartley" }, { "默里", "Murray" }, { "韦伯", "Weber" }, { "罗西", "Rossini" },
	{ "福斯特", "Foster" }, { "本内特", "Bennett" }, { "克莱因", "Klein" }, { "摩根", "Morgan" }, { "杜瓦尔", "Duval" }, { "科尔", "Cole" },
	{ "奥布莱恩", "O'Brien" }, { "佩奇", "Page" }, { "桑德斯", "Sanders" }, { "霍尔特", "Holt" }, { "门德斯", "Mendes" }, { "弗兰克", "Franke" },
	{ "皮尔斯", "Pierce" }, { "瓦格纳", "Wagner" }, { "艾弗里", "Avery" }, { "斯科特", "Scott" }, { "诺伍德", "Norwood" }, { "格兰特", "Granger" },
};

static const struct word job_titles[] = {
	{ "采购经理", "Purchasing manager" }, { "总经理", "General manager" }, { "财务主管", "Head of finance" }, { "技术总监", "Technical director" },
	{ "生产主管", "Production manager" }, { "行政助理", "Office assistant" }, { "项目经理", "Project manager" }, { "销售总监", "Sales director" },
	{ "工程师", "Engineer" }, { "质量经理", "Quality manager" }, { "仓库主管", "Warehouse supervisor" }, { "信息主管", "Head of IT" },
};

static const struct word streets[] = {
	{ "人民路", "High Street" }, { "中山路", "Station Road" }, { "建设路", "Mill Lane" }, { "科技大道", "Science Park" }, { "工业园路", "Harbour Street" },
	{ "滨江路", "Riverside" }, { "解放路", "Church Street" }, { "和平路", "Market Square" }, { "长江路", "Bridge Road" }, { "文化路", "Garden Street" },
};

static const struct word notes[] = {
	{ "老客户介绍，希望尽快报价。", "Came through a referral; would like a quotation soon." },
	{ "对交货期要求很严，需提前两周确认。", "Strict about delivery dates: confirm two weeks ahead." },
	{ "去年展会上认识，已寄样品。", "Met at last year's fair; samples were sent." },
	{ "付款及时，可给账期。", "Pays on time; credit terms are fine." },
	{ "决策慢，每季度跟进一次。", "Slow to decide: follow up once a quarter." },
	{ "请用邮件联系，电话不便。", "Prefers e-mail to the phone." },
	{ "正在比较三家供应商。", "Is comparing three suppliers." },
	{ "计划明年扩建二期厂房。", "Plans to extend the plant next year." },
};

static const struct word tags[] = {
	{ "重点客户", NULL }, { "VIP", NULL }, { "经销商", NULL }, { "Newsletter", NULL }, { "待回访", NULL },
	{ "Export", NULL }, { "展会2026", NULL }, { "长期合作", NULL }, { "价格敏感", NULL }, { "Pilot", NULL },
};

static const struct word product_needs[] = {
	{ "需要双语操作界面", "Operating panel in two languages" }, { "想要更小的型号", "A smaller model" },
	{ "希望支持批量导入", "Import of many records at once" }, { "需要防水版本", "A waterproof version" },
	{ "增加第二条生产线", "A second production line" }, { "换代现有设备", "Replace the present equipment" },
};
static const struct word price_needs[] = {
	{ "年度框架价格", "Prices for a yearly contract" }, { "批量折扣", "Discount for larger quantities" }, { "延长账期到六十天", "Sixty days to pay" },
};
static const struct word delivery_needs[] = {
	{ "分三批交货", "Delivery in three parts" }, { "春节前到货", "Arrival before the Spring Festival" }, { "直接送到工地", "Delivery straight to the site" },
};
static const struct word service_needs[] = {
	{ "现场培训两天", "Two days of training on site" }, { "延长质保到三年", "Three years of warranty" }, { "二十四小时热线", "A hotline around the clock" },
	{ "每季度保养", "Maintenance every quarter" },
};
static const struct word other_needs[] = {
	{ "提供英文合同", "A contract in English" }, { "参观工厂", "A visit to the factory" }, { "环保认证文件", "Papers of the environmental certificate" },
};

static const struct word details[] = {
	{ "客户在电话里提出，需要一份书面方案。", "Said on the phone; a written proposal is expected." },
	{ "预算已批，等技术部确认。", "The budget is approved; their engineers still have to agree." },
	{ "与上一批相同，数量加倍。", "Like the last order, twice as many." },
	{ "如果价格合适，本季度可以签约。", "If the price is right they sign this quarter." },
};

const struct demo_words demo_words = {
	chinese_places, foreign_places, COUNT(chinese_places), COUNT(foreign_places),
	trades, COUNT(trades),
	WORDS(brand_first), WORDS(brand_second), WORDS(brand_front), WORDS(brand_back),
	WORDS(surnames), WORDS(given_names), WORDS(first_names), WORDS(family_names),
	WORDS(job_titles), WORDS(streets), WORDS(notes), WORDS(tags),
	{ WORDS(product_needs), WORDS(price_needs), WORDS(delivery_needs), WORDS(service_needs), WORDS(other_needs) },
	WORDS(details),
};

const struct demo_team demo_teams[] = {
	{ "总部 Head office", NULL },
	{ EAST, "总部 Head office" }, { SOUTH, "总部 Head office" }, { NORTH, "总部 Head office" },
	{ WEST, "总部 Head office" }, { ABROAD, "总部 Head office" },
	{ "上海 Shanghai", EAST }, { "杭州 Hangzhou", EAST },
	{ "深圳 Shenzhen", SOUTH }, { "广州 Guangzhou", SOUTH },
	{ "北京 Beijing", NORTH }, { "成都 Chengdu", WEST },
	{ NULL }
};

const char *const demo_abroad = ABROAD;

const struct demo_user demo_users[] = {
	{ "lin.qiu", "林秋 Lin Qiu", "manager", EAST, "zh", "Asia/Shanghai" },
	{ "he.liqun", "何立群 He Liqun", "manager", SOUTH, "zh", "Asia/Shanghai" },
	{ "gao.yulan", "高玉兰 Gao Yulan", "manager", NORTH, "zh", "Asia/Shanghai" },
	{ "tang.shaobo", "唐少波 Tang Shaobo", "manager", WEST, "zh", "Asia/Shanghai" },
	{ "emma.hartley", "Emma Hartley", "manager", ABROAD, "en", "Europe/London" },
	{ "shen.wenbo", "沈文博 Shen Wenbo", "manager", "总部 Head office", "zh", "Asia/Shanghai" },
	{ "chen.yutong", "陈雨桐 Chen Yutong", "salesperson", "上海 Shanghai", "zh", "Asia/Shanghai" },
	{ "xu.zhiyuan", "徐志远 Xu Zhiyuan", "salesperson", "上海 Shanghai", "zh", "Asia/Shanghai" },
	{ "zhou.jiayi", "周佳怡 Zhou Jiayi", "salesperson", "上海 Shanghai", "zh", "Asia/Shanghai" },
	{ "wu.chenxi", "吴晨曦 Wu Chenxi", "salesperson", "杭州 Hangzhou", "zh", "Asia/Shanghai" },
	{ "zhu.haoran", "朱浩然 Zhu Haoran", "salesperson", "杭州 Hangzhou", "zh", "Asia/Shanghai" },
	{ "huang.min", "黄敏 Huang Min", "salesperson", "深圳 Shenzhen", "zh", "Asia/Shanghai" },
	{ "liang.ruoxi", "梁若溪 Liang Ruoxi", "salesperson", "深圳 Shenzhen", "zh", "Asia/Shanghai" },
	{ "feng.yiming", "冯一鸣 Feng Yiming", "salesperson", "广州 Guangzhou", "zh", "Asia/Shanghai" },
	{ "han.xuemei", "韩雪梅 Han Xuemei", "salesperson", "北京 Beijing", "zh", "Asia/Shanghai" },
	{ "dong.weiming", "董伟明 Dong Weiming", "salesperson", "北京 Beijing", "zh", "Asia/Shanghai" },
	{ "deng.kexin", "邓可欣 Deng Kexin", "salesperson", "成都 Chengdu", "zh", "Asia/Shanghai" },
	{ "daniel.cole", "Daniel Cole", "salesperson", ABROAD, "en", "America/New_York" },
	{ "clara.weber", "Clara Weber", "salesperson", ABROAD, "en", "Europe/Berlin" },
	{ "song.ting", "宋婷 Song Ting", "service_agent", "总部 Head office", "zh", "Asia/Shanghai" },
	{ "peng.lei", "彭磊 Peng Lei", "service_agent", "总部 Head office", "zh", "Asia/Shanghai" },
	{ "nina.holt", "Nina Holt", "service_agent", ABROAD, "en", "Asia/Singapore" },
	{ "luo.xinyi", "罗欣怡 Luo Xinyi", "marketer", "总部 Head office", "zh", "Asia/Shanghai" },
	{ "cao.zihan", "曹子涵 Cao Zihan", "marketer", "总部 Head office", "zh", "Asia/Shanghai" },
	{ "simon.avery", "Simon Avery", "viewer", ABROAD, "en", "Europe/London" },
	{ NULL }
};

#define AREA(login, name, team) { login, name, "salesperson", team, "zh", "Asia/Shanghai" }

const struct demo_user demo_area_users[] = {
	{ "yuan.zhenhua", "袁振华 Yuan Zhenhua", "manager", "大区", "zh", "Asia/Shanghai" },
	AREA("lin.jing", "林静 Lin Jing", "大区一部"), AREA("chen.lei", "陈磊 Chen Lei", "大区二部"), AREA("wang.ruoxi", "王若溪 Wang Ruoxi", "大区三部"),
	AREA("li.wenbo", "李文博 Li Wenbo", "大区四部"), AREA("zhang.yutong", "张雨桐 Zhang Yutong", "大区五部"), AREA("liu.siyuan", "刘思远 Liu Siyuan", "大区六部"),
	AREA("huang.jiayi", "黄佳怡 Huang Jiayi", "大区七部"), AREA("zhou.tianyu", "周天宇 Zhou Tianyu", "大区八部"), AREA("wu.meiling", "吴美玲 Wu Meiling", "大区九部"),
	AREA("xu.haiyan", "徐海燕 Xu Haiyan", "大区十部"), AREA("sun.liqun", "孙立群 Sun Liqun", "大区十一部"), AREA("hu.kexin", "胡可欣 Hu Kexin", "大区十二部"),
	AREA("zhu.yongkang", "朱永康 Zhu Yongkang", "大区十三部"), AREA("gao.chenxi", "高晨曦 Gao Chenxi", "大区十四部"), AREA("he.zihan", "何子涵 He Zihan", "大区十五部"),
	AREA("guo.shihan", "郭诗涵 Guo Shihan", "大区十六部"), AREA("ma.xiaofeng", "马晓峰 Ma Xiaofeng", "大区十七部"), AREA("luo.weiming", "罗伟明 Luo Weiming", "大区十八部"),
	AREA("liang.junjie", "梁俊杰 Liang Junjie", "大区十九部"), AREA("xie.zixuan", "谢梓轩 Xie Zixuan", "大区二十部"),
	{ NULL }
};
