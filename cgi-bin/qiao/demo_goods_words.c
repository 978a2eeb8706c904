/* demo_goods_words.c: families of products and the products with their list prices. */
#include "qiao/demo_goods_words.h"

const struct word demo_families[FAMILY_COUNT] = {
	{ "包装设备", "Packing machines" }, { "输送设备", "Conveyors" }, { "检测仪器", "Inspection" },
	{ "标签耗材", "Labels and supplies" }, { "备品备件", "Spare parts" }, { "服务", "Services" },
};

const struct good demo_goods[] = {
	{ { "立式包装机 V200", "Vertical packer V200" }, "PK-V200", "台", FAMILY_PACKING, 86000, 62, { "每分钟四十袋，适合颗粒与粉料。", "Forty bags a minute, for granules and powder." } },
	{ { "立式包装机 V320", "Vertical packer V320" }, "PK-V320", "台", FAMILY_PACKING, 128000, 60, { "每分钟六十五袋，双语触摸屏。", "Sixty-five bags a minute, touch panel in two languages." } },
	{ { "枕式包装机 H150", "Flow wrapper H150" }, "PK-H150", "台", FAMILY_PACKING, 97500, 61, { "饼干、五金件等规则产品。", "For biscuits, fittings and other regular goods." } },
	{ { "真空封口机 S80", "Vacuum sealer S80" }, "PK-S80", "台", FAMILY_PACKING, 26800, 58, { "台式，不锈钢腔体。", "Table model with a stainless chamber." } },
	{ { "自动装箱机 C500", "Case packer C500" }, "PK-C500", "台", FAMILY_PACKING, 238000, 64, { "每分钟十二箱，可换规格。", "Twelve cases a minute, sizes can be changed." } },
	{ { "热收缩机 T60", "Shrink tunnel T60" }, "PK-T60", "台", FAMILY_PACKING, 34500, 57, { "隧道长一米二，变频调速。", "Tunnel of 1.2 m, speed set by inverter." } },
	{ { "码垛机 M10", "Palletiser M10" }, "PK-M10", "台", FAMILY_PACKING, 368000, 66, { "四轴，每小时六百箱。", "Four axes, six hundred cases an hour." } },
	{ { "灌装机 L6", "Filling machine L6" }, "PK-L6", "台", FAMILY_PACKING, 154000, 63, { "六头，精度千分之五。", "Six heads, accurate to half a percent." } },
	{ { "皮带输送线 B3", "Belt conveyor B3" }, "CV-B3", "套", FAMILY_MOVING, 18600, 55, { "三米一节，可拼接。", "Sections of three metres that join." } },
	{ { "滚筒输送线 R3", "Roller conveyor R3" }, "CV-R3", "套", FAMILY_MOVING, 22400, 56, { "承重每米八十公斤。", "Carries eighty kilograms a metre." } },
	{ { "提升机 Z4", "Bucket elevator Z4" }, "CV-Z4", "台", FAMILY_MOVING, 42800, 58, { "四米高，食品级料斗。", "Four metres, food-grade buckets." } },
	{ { "转弯输送机 W90", "Curve conveyor W90" }, "CV-W90", "台", FAMILY_MOVING, 15800, 54, { "九十度转弯。", "A turn of ninety degrees." } },
	{ { "螺旋输送机 A2", "Screw feeder A2" }, "CV-A2", "台", FAMILY_MOVING, 19900, 55, { "粉料上料，易拆洗。", "Feeds powder, easy to clean." } },
	{ { "缓存平台 D1", "Buffer table D1" }, "CV-D1", "台", FAMILY_MOVING, 12600, 53, { "上下游速度不一时缓存。", "Takes up the difference between two machines." } },
	{ { "分拣线 F20", "Sorting line F20" }, "CV-F20", "套", FAMILY_MOVING, 196000, 65, { "二十个出口，扫码分拣。", "Twenty exits, sorts by bar code." } },
	{ { "检重秤 K30", "Checkweigher K30" }, "IN-K30", "台", FAMILY_CHECKING, 46500, 52, { "量程三公斤，分度零点一克。", "Up to three kilograms, steps of 0.1 g." } },
	{ { "金属检测机 E10", "Metal detector E10" }, "IN-E10", "台", FAMILY_CHECKING, 58800, 53, { "铁零点八、不锈钢一点五毫米。", "Iron 0.8 mm, stainless steel 1.5 mm." } },
	{ { "视觉检测仪 I5", "Vision checker I5" }, "IN-I5", "台", FAMILY_CHECKING, 89000, 50, { "检查日期、缺字与歪标。", "Checks dates, missing letters and crooked labels." } },
	{ { "X光检测机 X4", "X-ray inspector X4" }, "IN-X4", "台", FAMILY_CHECKING, 218000, 59, { "玻璃、骨头、石子都能看见。", "Sees glass, bone and stones." } },
	{ { "检漏仪 G2", "Leak tester G2" }, "IN-G2", "台", FAMILY_CHECKING, 9800, 48, { "真空法，带记录。", "By vacuum, keeps a record." } },
	{ { "温湿度记录仪 N1", "Climate logger N1" }, "IN-N1", "只", FAMILY_CHECKING, 680, 45, { "电池两年，可导出。", "Two years on one battery." } },
	{ { "热敏标签 60x40", "Thermal labels 60x40" }, "LB-6040", "卷", FAMILY_LABELS, 18, 40, { "每卷一千张。", "A thousand to a roll." } },
	{ { "铜版标签 100x70", "Coated labels 100x70" }, "LB-10070", "卷", FAMILY_LABELS, 36, 42, { "每卷八百张，可彩印。", "Eight hundred to a roll, for colour print." } },
	{ { "防水标签 80x50", "Waterproof labels 80x50" }, "LB-8050", "卷", FAMILY_LABELS, 52, 43, { "冷库与户外适用。", "For cold stores and outdoors." } },
	{ { "碳带 110x300", "Ribbon 110x300" }, "LB-R110", "卷", FAMILY_LABELS, 45, 41, { "混合基，三百米。", "Wax and resin, 300 m." } },
	{ { "包装膜 320", "Film 320" }, "LB-F320", "卷", FAMILY_LABELS, 268, 60, { "复合膜，每卷二十公斤。", "Laminate, twenty kilograms a roll." } },
	{ { "自动贴标机 Q8", "Labeller Q8" }, "LB-Q8", "台", FAMILY_LABELS, 39800, 56, { "圆瓶、方瓶通用。", "For round and square bottles." } },
	{ { "标签打印机 P4", "Label printer P4" }, "LB-P4", "台", FAMILY_LABELS, 5600, 52, { "三百点，网口。", "300 dpi, network." } },
	{ { "封刀套件", "Sealing jaw set" }, "SP-101", "套", FAMILY_PARTS, 1850, 38, { "V 系列通用。", "For all of series V." } },
	{ { "加热管", "Heating rod" }, "SP-102", "根", FAMILY_PARTS, 120, 35, { "二百二十伏，四百瓦。", "220 V, 400 W." } },
	{ { "输送皮带", "Conveyor belt" }, "SP-103", "米", FAMILY_PARTS, 260, 40, { "食品级，宽四百毫米。", "Food grade, 400 mm wide." } },
	{ { "光电传感器", "Photo sensor" }, "SP-104", "只", FAMILY_PARTS, 310, 42, { "反射式，带线。", "Reflective, with cable." } },
	{ { "伺服电机", "Servo motor" }, "SP-105", "台", FAMILY_PARTS, 3650, 58, { "七百五十瓦，含驱动器。", "750 W with its drive." } },
	{ { "触摸屏", "Touch panel" }, "SP-106", "块", FAMILY_PARTS, 2480, 55, { "十英寸，中英文程序。", "Ten inches, Chinese and English." } },
	{ { "易损件包（一年）", "Wear parts for a year" }, "SP-110", "套", FAMILY_PARTS, 4200, 45, { "按机型配齐。", "Put together for the machine." } },
	{ { "安装调试", "Installation" }, "SV-01", "天", FAMILY_SERVICE, 1800, 45, { "工程师到场，差旅另计。", "An engineer on site, travel extra." } },
	{ { "操作培训", "Operator training" }, "SV-02", "天", FAMILY_SERVICE, 1500, 40, { "中文或英文，最多十人。", "Chinese or English, up to ten people." } },
	{ { "年度保养", "Yearly maintenance" }, "SV-03", "年", FAMILY_SERVICE, 12800, 48, { "每季度上门一次。", "A visit every quarter." } },
	{ { "延长质保", "Longer warranty" }, "SV-04", "年", FAMILY_SERVICE, 9600, 30, { "在一年之外再加一年。", "One year more than the first." } },
	{ { "远程支持", "Remote support" }, "SV-05", "年", FAMILY_SERVICE, 6800, 35, { "工作日四小时内响应。", "Answers within four hours on working days." } },
};

const size_t demo_good_count = sizeof demo_goods / sizeof *demo_goods;
