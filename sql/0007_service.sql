-- Service: what customers ask, complain about or suggest, and what was said about it.

CREATE TABLE request_category (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the request category',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	name_en VARCHAR(80) NULL COMMENT 'name in English',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name)
) COMMENT 'what requests are about' WITH SYSTEM VERSIONING;

CREATE TABLE request_status (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the request state',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	name_en VARCHAR(80) NULL COMMENT 'name in English',
	state VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'unhandled, handling or handled',
	position INT UNSIGNED NOT NULL COMMENT 'order',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name)
) COMMENT 'states of a request, each standing for a base state' WITH SYSTEM VERSIONING;

CREATE TABLE request (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the request',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	title VARCHAR(160) NULL COMMENT 'in a few words',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'who asks',
	contact_id BIGINT UNSIGNED NULL COMMENT 'who speaks for them',
	kind VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'enquiry, complaint or feedback',
	category_id BIGINT UNSIGNED NULL COMMENT 'what it is about',
	channel VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'phone, mail, web, chat or visit',
	content TEXT NULL COMMENT 'what they said',
	priority VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'urgent, high, normal or low',
	status_id BIGINT UNSIGNED NOT NULL COMMENT 'state',
	state VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'unhandled, handling or handled: what the state stands for',
	due_at DATETIME(6) NULL COMMENT 'to be answered by, UTC',
	solution TEXT NULL COMMENT 'how it was solved',
	product_id BIGINT UNSIGNED NULL COMMENT 'about this product',
	order_id BIGINT UNSIGNED NULL COMMENT 'about this order',
	owner_id BIGINT UNSIGNED NULL COMMENT 'user who looks after it',
	team_id BIGINT UNSIGNED NULL COMMENT 'team of the owner',
	opened_at DATETIME(6) NULL COMMENT 'when it came in, UTC',
	answered_at DATETIME(6) NULL COMMENT 'first answer, UTC',
	handled_at DATETIME(6) NULL COMMENT 'when it was handled, UTC',
	satisfaction VARCHAR(1) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT '5 is the best',
	satisfaction_note VARCHAR(300) NULL COMMENT 'remark of the customer',
	external_code VARCHAR(60) COLLATE utf8mb4_nopad_bin NULL COMMENT 'its number in another system',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY customer (customer_id, opened_at),
	KEY contact (contact_id, opened_at),
	KEY category (category_id),
	KEY status (status_id),
	KEY due_at (due_at),
	KEY product (product_id),
	KEY sales_order (order_id, opened_at),
	KEY opened_at (opened_at),
	UNIQUE KEY external_code (external_code),
	KEY owner_id (owner_id),
	KEY team_id (team_id),
	KEY state_due (state, due_at),
	CONSTRAINT request_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_contact FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_category FOREIGN KEY (category_id) REFERENCES request_category (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_status FOREIGN KEY (status_id) REFERENCES request_status (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_product FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_order FOREIGN KEY (order_id) REFERENCES sales_order (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'what customers ask, complain about or suggest' WITH SYSTEM VERSIONING;

CREATE TABLE request_comment (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the comment',
	request_id BIGINT UNSIGNED NOT NULL COMMENT 'the request it belongs to',
	position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'order',
	kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'reply, internal or customer',
	body TEXT NOT NULL COMMENT 'what was said',
	author_id BIGINT UNSIGNED NULL COMMENT 'who wrote it; NULL: the customer',
	created_at DATETIME(6) NOT NULL COMMENT 'when, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY request (request_id, position),
	KEY author (author_id),
	CONSTRAINT request_comment_request FOREIGN KEY (request_id) REFERENCES request (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT request_comment_author FOREIGN KEY (author_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'what was said about a request' WITH SYSTEM VERSIONING;

INSERT INTO request_status (id, name, name_en, state, position) VALUES
	(1, '未处理', 'Not handled', 'unhandled', 10), (2, '处理中', 'Being handled', 'handling', 20),
	(3, '等待客户', 'Waiting for the customer', 'handling', 30), (4, '已处理', 'Handled', 'handled', 40),
	(5, '已解决', 'Solved', 'handled', 50), (6, '已关闭', 'Closed', 'handled', 60);

INSERT INTO request_category (name, name_en) VALUES
	('产品咨询', 'Product question'), ('订单查询', 'Order status'), ('退换货', 'Return or exchange'), ('技术支持', 'Technical support'),
	('质量问题', 'Quality'), ('物流配送', 'Delivery'), ('账户问题', 'Account'), ('服务态度', 'Service'), ('建议', 'Suggestion');

INSERT INTO role_right (role_id, entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope) VALUES
	(2, 'request',         'team', 'all', 'team', 'team', 'team', 'all'),
	(3, 'request',         'own', 'all', 'own', 'none', 'none', 'none'),
	(4, 'request',         'all', 'all', 'all', 'own', 'all', 'all'),
	(5, 'request',         'all', 'none', 'none', 'none', 'all', 'none'),
	(6, 'request',         'team', 'none', 'none', 'none', 'none', 'none');
