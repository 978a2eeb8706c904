/* demo_service_words.c: requests of customers as conversations, in both languages. */
#include "qiao/demo_service_words.h"

#define WORDS(table) { table, sizeof(table) / sizeof(table)[0] }
#define NOTHING { NULL, NULL }

const struct story demo_stories[] = {
	{ "enquiry", 0, { "{p} 能否配英文界面", "Does the {p} come with an English panel" }, { "我们海外工厂也想用 {p}，操作界面能换成英文吗？说明书呢？", "Our second plant would like the {p} too. Can the panel be switched to English, and is there a manual?" },
	  NOTHING, { "可以。触摸屏自带中英文，开机后在设置里切换；英文说明书已发到您邮箱。", "Yes. The panel has both languages, under Settings; the manual is on its way to you by mail." }, { "收到了，谢谢，很清楚。", "Got it, thank you, very clear." }, { "发送英文说明书，并告知切换方法。", "Sent the manual and explained how to switch." } },
	{ "enquiry", 0, { "咨询 {p} 的产能", "How fast is the {p}" }, { "我们一个班八小时，大概要出两万件，一台 {p} 够不够？", "We need about twenty thousand pieces in a shift of eight hours. Is one {p} enough?" },
	  { "按客户产品尺寸算，余量一成五。", "With their size there are fifteen percent to spare." }, { "按您产品的尺寸一台够用，还有一成多余量。我们可以用您的样品试机并录视频。", "With your size one is enough, with some to spare. We can run your samples and send a film." }, { "好的，样品这周寄出。", "Good, the samples leave this week." }, { "计算产能并安排试机。", "Worked out the output and arranged a trial." } },
	{ "enquiry", 0, { "{p} 的证书", "Certificates of the {p}" }, { "出口需要 {p} 的合格证和检测报告，麻烦提供扫描件。", "For customs we need the certificates of the {p}. Could you send scans?" },
	  NOTHING, { "附件是合格证和检测报告，原件随货寄出。", "Attached are both certificates; the originals come with the goods." }, { "够用了。", "That is all we need." }, { "已提供证书扫描件。", "Sent scans of the certificates." } },
	{ "enquiry", 1, { "订单什么时候发货", "When will our order leave" }, { "合同上写的是{d}之前，现在进展到哪一步了？我们车间已经腾好位置。", "The contract says by {d}. How far is it? The place in our hall is ready." },
	  { "生产部回复：总装完成，正在老化测试。", "Production: assembled, on the test bench now." }, { "设备已总装完成，正在做四十八小时测试，{d}可以发车，物流单号到时发您。", "Your machine is assembled and on its test of 48 hours. It leaves by {d}; we send the number of the shipment." }, { "好，我们安排人卸货。", "Fine, we will have people there to unload." }, { "告知进度并按期发货。", "Told them where it stands; shipped in time." } },
	{ "enquiry", 1, { "发票还没有收到", "We have no invoice yet" }, { "货已经到了，财务在等发票付款，请查一下。", "The goods are here, and our accounts are waiting for the invoice to pay it." },
	  NOTHING, { "抱歉，发票昨天开出，快递今天到；电子版先发您。", "Sorry: it was written yesterday and posted; here is the file." }, { "电子版可以，已提交付款。", "The file will do; payment is on its way." }, { "补发电子发票。", "Sent the invoice as a file." } },
	{ "enquiry", 3, { "{p} 参数设置", "Settings of the {p}" }, { "换了新包材后，{p} 封口偏移两毫米，参数怎么调？", "With the new film the seal of the {p} is two millimetres off. Which setting is it?" },
	  NOTHING, { "请进入第三页，把跟踪补偿从零改为负二，再跑十袋看看。如果还有偏差，拍张照给我们。", "Please go to page 3, set the tracking offset to -2 and run ten bags. Send a picture if it is still off." }, { "改了以后正好，谢谢。", "That did it, thank you." }, { "电话指导调整跟踪补偿。", "Explained the tracking offset." } },
	{ "enquiry", 3, { "{p} 报警 E07", "The {p} shows E07" }, { "今天早上开机 {p} 一直报 E07，按复位没用，产线停着。", "Since this morning the {p} shows E07. Reset does nothing and the line stands still." },
	  { "E07 是气压不足，先远程看。", "E07 is low air pressure; look at it from here first." }, { "E07 是气压低。请看过滤器旁边的表，应该在零点五以上；多半是空压机阀门没有打开。", "E07 means low air pressure. The gauge by the filter should be above 0.5; most often a valve is closed." }, { "确实是阀门，夜班关了没有说。已经恢复。", "It was the valve, the night shift had closed it. Running again." }, { "气源阀门未开，已恢复生产。", "The air valve was closed; production goes on." } },
	{ "enquiry", 3, { "远程协助接线", "Help with the wiring" }, { "{p} 要和我们的扫码枪联动，信号线接哪两个端子？", "Our scanner is to start the {p}. Which terminals does the signal go to?" },
	  NOTHING, { "接 X12 和 COM，常开触点。电气图第八页有标注，另外发了一张实物照片。", "X12 and COM, normally open. It is on page 8 of the plan; a photo is attached." }, { "接好了，联动正常。", "Connected, works." }, { "提供接线图和照片。", "Sent plan and photo." } },
	{ "complaint", 4, { "{p} 运行有异响", "The {p} makes a noise" }, { "{p} 用了不到三个月，主轴位置有异响，越来越大，工人不敢开。", "The {p} is not three months old and makes a noise near the main shaft that gets louder. People are afraid to run it." },
	  { "可能是轴承，库房有货，安排周工过去。", "Probably the bearing; one is in stock. Send an engineer." }, { "非常抱歉。请先停机，工程师{d}到现场，带轴承过去，质保期内不收费用。", "We are sorry. Please stop it; our engineer comes by {d} with a bearing, at no cost." }, { "工程师已换好，声音正常了。以后出厂请检查仔细一点。", "The bearing was changed and it is quiet now. Please check better before you ship." }, { "上门更换轴承，免费；已反馈质检。", "Bearing changed on site at no cost; quality control was told." } },
	{ "complaint", 4, { "标签批次粘性差", "These labels do not stick" }, { "这批标签贴上去两天就翘边，上一批没有这个问题。客户退货了。", "Labels of this batch come off after two days; the last batch did not. Our customer sent goods back." },
	  { "查批号，确认是胶的供应商换了。", "Checked the batch: the glue came from another supplier." }, { "已核实这一批胶水有问题，全部换货，明天发出；旧货不用退回。", "The glue of this batch was at fault. We replace all of it, leaving tomorrow; no need to send the old ones back." }, { "新的收到了，目前没有翘边。", "The new ones are here and stick so far." }, { "整批换货，供应商整改。", "Replaced the batch; the supplier has to explain." } },
	{ "complaint", 4, { "{p} 外壳有划痕", "Scratches on the {p}" }, { "开箱发现 {p} 侧板有两道划痕，验收时我们会注明。", "On unpacking we found two scratches on the side of the {p}; we will note it at acceptance." },
	  NOTHING, { "很抱歉，侧板重新发一块，安装时由工程师更换。", "Sorry about that. A new panel is on its way and will be changed during installation." }, { "可以接受。", "That is acceptable." }, { "补发侧板并更换。", "Sent and fitted a new panel." } },
	{ "complaint", 5, { "少发一箱", "A box is missing" }, { "送货单写五箱，实际收到四箱，少的是备件那一箱。", "The note says five boxes, four came; the one with the spare parts is missing." },
	  { "仓库监控确认装了五箱，找物流。", "Five were loaded; ask the forwarder." }, { "物流在中转站找到了，明天送到；如果急用，我们另发一套。", "The forwarder found it on the way; it comes tomorrow. If it is urgent we send another." }, { "明天到就行。", "Tomorrow is fine." }, { "物流补送，已签收。", "Delivered and signed for." } },
	{ "complaint", 5, { "送货晚了三天", "Three days late" }, { "说好周一到，周四才到，吊车白等了，费用谁出？", "It was to come on Monday and came on Thursday. We paid a crane for nothing. Who pays for that?" },
	  { "吊车费八百，申请由我们承担。", "The crane was 800; ask for approval to pay it." }, { "延误是我们安排车辆的问题，吊车费用由我们承担，从尾款里扣除。", "It was our mistake with the truck. We pay for the crane; please deduct it from the balance." }, { "这样处理我们认可。", "We agree to that." }, { "承担吊车费用，从尾款扣除。", "Paid for the crane." } },
	{ "complaint", 2, { "型号发错要求更换", "Wrong model, please exchange" }, { "订的是十二伏的传感器，发来的是二十四伏，装不上。", "We ordered sensors for 12 V and got 24 V." },
	  NOTHING, { "是我们拣货出错，今天发正确型号，附回程运单，错发的请随单寄回。", "Our mistake. The right ones leave today with a label for sending the others back." }, { "已收到，型号对了。", "They came, and they are the right ones." }, { "换货完成，错发件已退回入库。", "Exchanged; the wrong ones are back in stock." } },
	{ "complaint", 2, { "多订的耗材退货", "Return of supplies" }, { "多订了 {n} 卷碳带，没有拆封，能不能退？", "We ordered {n} rolls of ribbon too many, unopened. Can they go back?" },
	  NOTHING, { "未拆封三十天内可以退，运费需要您承担，收到后退款。", "Unopened, within thirty days: yes. The freight is yours; we refund when they are here." }, { "已寄出，单号发给您了。", "Sent; you have the number." }, { "验收入库并退款。", "Checked, taken back, refunded." } },
	{ "complaint", 7, { "电话打不通", "Nobody answers the phone" }, { "上午打了四次服务电话都没有人接，产线停着很着急。", "We called four times this morning with the line standing still, and nobody answered." },
	  { "上午系统切换，转接失败。", "The switchboard was being changed; calls got lost." }, { "非常抱歉，今早电话系统切换出了问题，已恢复。另给您留一个值班手机号。", "We are very sorry: the switchboard was changed this morning. It works again, and here is a number that is always answered." }, { "理解，希望不要再发生。", "Understood, but please not again." }, { "道歉并提供值班号码。", "Apologised; gave the number on duty." } },
	{ "complaint", 6, { "对账单金额不符", "The statement is not right" }, { "上月对账单比我们账上多一笔，请核对。", "Last month's statement has an entry more than our books." },
	  { "一笔预付款重复计入。", "A deposit was entered twice." }, { "核对过了，是一笔预付款重复列出，更正后的对账单已发。", "You are right, a deposit appeared twice. The corrected statement is attached." }, { "这次对上了。", "Now it agrees." }, { "更正对账单。", "Corrected the statement." } },
	{ "enquiry", 6, { "变更开票信息", "New address for invoices" }, { "公司地址变了，以后发票请用新的抬头。", "We have moved. Please use the new address on invoices." },
	  NOTHING, { "已更新，下一张发票开始使用。", "Changed; it is used from the next invoice on." }, { "好的。", "Thank you." }, { "更新开票资料。", "Changed the address." } },
	{ "feedback", 8, { "建议增加配方存储", "More recipes, please" }, { "{p} 只能存二十个配方，我们产品多，希望能到一百个。", "The {p} keeps twenty recipes. We have many products; a hundred would be good." },
	  { "转研发，下一版程序可以做。", "Told development; possible in the next version." }, { "谢谢建议，研发确认下一版程序支持一百个配方，到时免费升级。", "Thank you. Development confirms a hundred in the next version, which you get for free." }, { "太好了，期待。", "Great, we look forward to it." }, { "列入下一版程序。", "Planned for the next version." } },
	{ "feedback", 7, { "表扬安装工程师", "Praise for your engineer" }, { "上周来安装的工程师很专业，培训讲得也清楚，值得表扬。", "The engineer who installed our machine last week knows his work and explains it well." },
	  NOTHING, { "谢谢您的肯定，我们会转告本人和他的主管。", "Thank you, we will tell him, and his manager too." }, { "应该的。", "He deserves it." }, { "已转告工程部。", "Passed on." } },
	{ "feedback", 8, { "备件网页希望能查库存", "Stock of parts on the website" }, { "订备件的时候看不到有没有货，希望网页上能显示。", "When we order parts we cannot see whether they are there. Please show it on the website." },
	  NOTHING, { "这个建议很好，已经提给网站的同事，上线后通知您。", "A good idea; our web people have it, and we tell you when it is there." }, { "谢谢。", "Thank you." }, { "记录为网站改进项。", "Noted for the website." } },
	{ "feedback", 0, { "{p} 使用半年感受", "Half a year with the {p}" }, { "{p} 用了半年，稳定，就是清洗口偏小，手伸不进去。", "After half a year the {p} runs well, but the opening for cleaning is too small for a hand." },
	  NOTHING, { "感谢反馈，新批次清洗口已加大，老设备可以换盖板，需要的话报个价。", "Thank you. New machines have a larger one; yours can get another cover, if you want a quotation." }, { "先报个价看看。", "Yes, please quote it." }, { "转销售报价盖板。", "Sales quotes the cover." } },
	{ "enquiry", 3, { "预约年度保养", "Date for the yearly service" }, { "设备满一年了，想约一次保养，最好安排在停产的周末。", "The machine is a year old. We would like the service on a weekend when we stand still." },
	  NOTHING, { "可以安排在{d}，工程师带易损件包，预计半天。", "We can come on {d} with the wear parts; it takes half a day." }, { "时间合适。", "That suits us." }, { "保养完成，更换易损件。", "Service done, wear parts changed." } },
	{ "complaint", 3, { "升级后触摸屏卡顿", "Slow panel after the update" }, { "上周升级程序后，{p} 的触摸屏反应很慢，点一下要等两秒。", "Since last week's update the panel of the {p} takes two seconds for every touch." },
	  { "日志写得太密，发补丁。", "It writes the log too often; there is a fix." }, { "问题找到了，是日志记录太频繁，补丁已发，插 U 盘重启即可。", "Found: it keeps its log too often. The fix is in your mail; put it on a stick and restart." }, { "装了补丁，恢复正常。", "Installed, and quick again." }, { "提供补丁程序。", "Sent a fix." } },
};

const size_t demo_story_count = sizeof demo_stories / sizeof *demo_stories;

static const struct word angry[] = { { "处理太慢，影响了生产。", "Far too slow; it cost us production." }, { "同样的问题第二次了。", "The same trouble for the second time." } };
static const struct word sour[] = { { "解决了，但催了好几次。", "Solved, after we asked several times." }, { "结果可以，过程不满意。", "The result is fine, the way there was not." } };
static const struct word fair[] = { { "还可以。", "All right." }, { "能用了，希望再快一点。", "It works; could have been quicker." } };
static const struct word good[] = { { "回复及时。", "Quick answer." }, { "处理得不错。", "Well handled." }, { "说得清楚。", "Clearly explained." } };
static const struct word glad[] = { { "服务很好，谢谢！", "Very good service, thank you!" }, { "当天就解决了，很满意。", "Solved the same day, very happy." }, { "专业、耐心。", "Patient people who know their work." } };

const struct words demo_praise[5] = { WORDS(angry), WORDS(sour), WORDS(fair), WORDS(good), WORDS(glad) };
