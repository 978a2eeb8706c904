-- The lists a new installation begins with; all can be changed in the browser.

INSERT INTO industry (name, name_en) VALUES
	('制造业', 'Manufacturing'), ('信息技术', 'Information technology'), ('批发零售', 'Retail and wholesale'),
	('金融', 'Finance'), ('医疗健康', 'Health care'), ('教育', 'Education'), ('物流运输', 'Logistics'),
	('建筑地产', 'Construction and property'), ('能源', 'Energy'), ('食品饮料', 'Food and beverage'),
	('农业', 'Agriculture'), ('媒体文化', 'Media and culture'), ('酒店旅游', 'Hotels and travel'),
	('化工材料', 'Chemicals and materials'), ('汽车', 'Automotive'), ('纺织服装', 'Textiles'),
	('专业服务', 'Professional services'), ('公共机构', 'Public sector');

INSERT INTO source (name, name_en) VALUES
	('展会', 'Trade fair'), ('网站', 'Website'), ('老客户介绍', 'Referral'), ('电话开发', 'Cold call'),
	('合作伙伴', 'Partner'), ('广告', 'Advertising'), ('社交媒体', 'Social media'), ('主动来访', 'Walk-in');

INSERT INTO region (id, code, name, name_en) VALUES (1, 'CN', '中国', 'China');
INSERT INTO region (code, name, name_en, parent_id) VALUES
	('11', '北京市', 'Beijing', 1), ('12', '天津市', 'Tianjin', 1), ('13', '河北省', 'Hebei', 1),
	('14', '山西省', 'Shanxi', 1), ('15', '内蒙古自治区', 'Inner Mongolia', 1), ('21', '辽宁省', 'Liaoning', 1),
	('22', '吉林省', 'Jilin', 1), ('23', '黑龙江省', 'Heilongjiang', 1), ('31', '上海市', 'Shanghai', 1),
	('32', '江苏省', 'Jiangsu', 1), ('33', '浙江省', 'Zhejiang', 1), ('34', '安徽省', 'Anhui', 1),
	('35', '福建省', 'Fujian', 1), ('36', '江西省', 'Jiangxi', 1), ('37', '山东省', 'Shandong', 1),
	('41', '河南省', 'Henan', 1), ('42', '湖北省', 'Hubei', 1), ('43', '湖南省', 'Hunan', 1),
	('44', '广东省', 'Guangdong', 1), ('45', '广西壮族自治区', 'Guangxi', 1), ('46', '海南省', 'Hainan', 1),
	('50', '重庆市', 'Chongqing', 1), ('51', '四川省', 'Sichuan', 1), ('52', '贵州省', 'Guizhou', 1),
	('53', '云南省', 'Yunnan', 1), ('54', '西藏自治区', 'Tibet', 1), ('61', '陕西省', 'Shaanxi', 1),
	('62', '甘肃省', 'Gansu', 1), ('63', '青海省', 'Qinghai', 1), ('64', '宁夏回族自治区', 'Ningxia', 1),
	('65', '新疆维吾尔自治区', 'Xinjiang', 1), ('71', '台湾省', 'Taiwan', 1), ('81', '香港特别行政区', 'Hong Kong', 1),
	('82', '澳门特别行政区', 'Macao', 1);
INSERT INTO region (code, name, name_en) VALUES
	('US', '美国', 'United States'), ('GB', '英国', 'United Kingdom'), ('DE', '德国', 'Germany'),
	('FR', '法国', 'France'), ('JP', '日本', 'Japan'), ('KR', '韩国', 'South Korea'), ('SG', '新加坡', 'Singapore'),
	('AU', '澳大利亚', 'Australia'), ('CA', '加拿大', 'Canada'), ('IN', '印度', 'India'), ('SE', '瑞典', 'Sweden'),
	('NO', '挪威', 'Norway'), ('NL', '荷兰', 'Netherlands'), ('ES', '西班牙', 'Spain'), ('IT', '意大利', 'Italy'),
	('PT', '葡萄牙', 'Portugal'), ('BR', '巴西', 'Brazil'), ('MX', '墨西哥', 'Mexico'), ('VN', '越南', 'Viet Nam'),
	('TH', '泰国', 'Thailand'), ('MY', '马来西亚', 'Malaysia'), ('AE', '阿联酋', 'United Arab Emirates');
