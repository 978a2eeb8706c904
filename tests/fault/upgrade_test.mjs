// upgrade_test.mjs: an upgrade keeps every row and its history, goes on after kill -9 at any statement, is rehearsed without touching what lives, and says what differs.
// QIAO_LONG=1: killed at every single command, before, during and after it, instead of at some.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, pause, test } from '../web/lib.mjs';
import { Ground, cut, lay_data, moments } from './upgrade_lib.mjs';

const says = (answer, status, pattern) => (answer.status === status && pattern.test(answer.text) ? [] :
	[`exit status ${answer.status}, expected ${status} and ${pattern}: ${answer.text.split('\n').filter((line) => !line.includes('counting')).join('\n').slice(-1500)}`]);

// Versions that overlap, or that no change made.
const unsound = (ground) => ground.qiao('fsck').text.split('\n').filter((line) => /versions [1-9]|^(customer|contact) .*change [1-9]/.test(line));

// --- from an early release to now ----------------------------------------------

const early = new Ground('0003'), rehearse = ['upgrade', '--rehearse', `--folder=${early.dir}`];
early.must('migrate');
// What a year of use leaves: records, versions of them, changes with their moments, and one that was removed.
const use = (statements) => statements.map((each, number) => `
	START TRANSACTION; SET timestamp = ${1700000000 + number * 1000}; SET @at = FROM_UNIXTIME(${1700000000 + number * 1000});
	UPDATE clock SET at = GREATEST(at, @at); ${each};
	INSERT INTO \`change\` (at, route, kind, request_id) VALUES (@at, 'test', 'form', ''); COMMIT;`).join('');
early.sql(use([
	"INSERT INTO customer (name, note, created_at) SELECT CONCAT('Customer ', seq), IF(seq % 3, NULL, '备注'), '2023-11-14' FROM seq_1_to_300",
	"INSERT INTO contact (customer_id, name, created_at) SELECT id, CONCAT('Contact of ', name), '2023-11-14' FROM customer",
	"UPDATE customer SET name = CONCAT(name, ' Ltd'), version = version + 1 WHERE id % 2 = 0",
	"DELETE FROM contact WHERE customer_id % 7 = 0",
	"UPDATE customer SET note = 'seen', version = version + 1 WHERE id < 40",
]));
lay_data(early.data);
const kept = () => early.sql(`SELECT id, version, name, note, created_at, row_start, row_end FROM customer FOR SYSTEM_TIME ALL ORDER BY id, row_start;
	SELECT id, customer_id, name, row_start, row_end FROM contact FOR SYSTEM_TIME ALL ORDER BY id, row_start; SELECT * FROM \`change\` WHERE route = 'test'`);
const before = kept();

await test('a rehearsal says what would be run, and how long it takes; the live database is only read', () => {
	const writes = () => early.sql("SHOW GLOBAL STATUS WHERE Variable_name REGEXP '^Com_(insert|update|delete|replace|load|truncate|create|alter|drop|rename|commit)' AND Variable_name NOT REGEXP 'commit'");
	const sums = early.sums(), form = early.sql('SELECT COUNT(*) FROM information_schema.COLUMNS'), count = writes();
	const answer = early.qiao(...rehearse);
	const faults = says(answer, 0, /The rehearsal went well: \d+ files.*takes about [\d.]+ s/);

	if (early.sums() !== sums || early.sql('SELECT COUNT(*) FROM information_schema.COLUMNS') !== form)
		faults.push('the live database changed');
	if (writes() !== count)
		faults.push('the live database was written to');
	if (existsSync(join(early.dir, 'qiao-rehearsal')))
		faults.push('the copy was left behind');
	return faults.length ? faults : answer.text.match(/takes about.*/)[0];
});

await test('from 0003 to now: every row and its history is as before, by its own count and by ours', () => {
	const answer = early.qiao('upgrade');
	const faults = says(answer, 0, /compared: \d+ tables, \d+ columns, \d+ rows with their history\n(.*\n)*The schema is up to date/);

	if (kept() !== before)
		faults.push('rows differ');
	return [...faults, ...unsound(early), ...says(early.qiao('migrate'), 0, /up to date/)];
});

await test('the same tables come of it as of a new installation', () => {
	const fresh = new Ground(), list = (ground) => ground.form().split('\n').filter((line) => !/^\d{4}_/.test(line)).join('\n');

	fresh.must('migrate');
	const is_same = list(fresh) === list(early);
	fresh.end();
	return is_same ? [] : ['they differ'];
});

// --- what is refused, and what is reported --------------------------------------

await test('a file of the first phase may not take anything away', () => {
	const faults = [];

	for (const text of ['ALTER TABLE customer DROP COLUMN note', 'DROP TABLE contact', 'ALTER TABLE customer CHANGE note remark VARCHAR(20)',
		'ALTER TABLE customer ADD COLUMN a INT, DROP `note`', 'TRUNCATE TABLE contact', '/* ; */ DROP /* COLUMN */ TABLE contact']) {
		early.write('0990_bad.sql', `-- Bad.\n${text};\n`);
		faults.push(...says(early.qiao('upgrade'), 1, /0990_bad.sql, statement 1: /));
	}
	early.write('0990_good.sql', "-- It's; good\nALTER TABLE customer ADD COLUMN `DROP` INT NULL COMMENT 'not; \\'DROP COLUMN\\' -- this' /* nor; DROP TABLE this */; # nor this; DROP\n");
	early.remove('0990_bad.sql');
	return [...faults, ...says(early.qiao('upgrade'), 0, /0990_good.sql/)];
});

await test('a migration that removes rows is refused by the rehearsal, and reported by the upgrade', () => {
	const faults = [];

	early.write('0991_gone.sql', 'DELETE FROM contact WHERE id = 5;\n');
	faults.push(...says(early.qiao(...rehearse), 1, /DIFFERS: contact.row_end/));
	if (early.sql('SELECT COUNT(*) FROM contact WHERE id = 5').trim() !== '1')
		faults.push('the rehearsal removed it from the live database');
	faults.push(...says(early.qiao('upgrade'), 1, /DIFFERS: contact.row_end/));
	// Not forgotten before somebody looked.
	faults.push(...says(early.qiao('upgrade'), 1, /DIFFERS: contact.row_end/));
	return [...faults, ...says(early.qiao('upgrade', '--accept'), 0, /up to date/)];
});

await test('one that changes values is, too; the same with a declared reason is not', () => {
	const faults = [];

	early.write('0992_values.sql', "UPDATE customer SET name = UPPER(name) WHERE id = 3;\n");
	faults.push(...says(early.qiao(...rehearse), 1, /DIFFERS: customer.row_end holds other values/));
	early.write('0992_values.sql', "-- changes: customer names are written in capitals\nUPDATE customer SET name = UPPER(name) WHERE id = 3;\n");
	faults.push(...says(early.qiao(...rehearse), 0, /declared: customer.row_end holds other values: names are written in capitals/));
	return [...faults, ...says(early.qiao('upgrade'), 0, /declared: customer.row_end/), ...unsound(early)];
});

await test('history that was tampered with is noticed', () => {
	early.write('0993_history.sql', "DELETE HISTORY FROM customer BEFORE SYSTEM_TIME '2023-11-14 23:00:00';\n");
	return says(early.qiao(...rehearse), 1, /DIFFERS: customer has another number of rows/);
});
early.end();

// --- killed ----------------------------------------------------------------------

const ground = new Ground();
const files = {
	'0990_boxes.sql': `-- Boxes; of parcels.
CREATE TABLE box (id INT NOT NULL PRIMARY KEY COMMENT 'number', name VARCHAR(40) NOT NULL COMMENT 'name') COMMENT 'for a test';
INSERT INTO box (id, name) SELECT id, name FROM parcel;
ALTER TABLE parcel ADD COLUMN weight INT NULL COMMENT 'grams', ADD COLUMN box_id INT NULL COMMENT 'its box', ADD KEY box_id (box_id);
ALTER TABLE box ADD COLUMN is_full TINYINT NOT NULL DEFAULT 0 COMMENT 'yes or no';
UPDATE box SET is_full = 1 WHERE id % 2;
`,
	'0991_weights.sql': `-- phase: backfill
-- changes: parcel each is weighed
UPDATE parcel SET weight = id * 10 WHERE weight IS NULL LIMIT 20;
UPDATE parcel SET box_id = id WHERE box_id IS NULL LIMIT 30;
`,
	'0992_names.sql': `-- phase: contract
-- changes: parcel.name is that of the box
-- needs: maintenance
ALTER TABLE parcel DROP COLUMN name;
ALTER TABLE parcel RENAME TO post_parcel;
`,
};
const upgrade = ['upgrade', '--contract'];
const reset = () => ground.sql(`DROP TABLE IF EXISTS box, parcel, post_parcel; DELETE FROM migration WHERE name LIKE '099%'; DELETE FROM migration_step; DELETE FROM migration_tally;
	UPDATE migration_lease SET host = '';
	CREATE TABLE parcel (id INT NOT NULL PRIMARY KEY COMMENT 'number', name VARCHAR(40) NOT NULL COMMENT 'name',
		row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE, row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE,
		PERIOD FOR SYSTEM_TIME (row_start, row_end)) WITH SYSTEM VERSIONING;
	SET timestamp = 1700000000; INSERT INTO parcel (id, name) SELECT seq, CONCAT('Parcel ', seq) FROM seq_1_to_50; SET timestamp = DEFAULT;
	INSERT IGNORE INTO \`change\` (at, route, kind, request_id) VALUES ('2023-01-01', 'test', 'form', '')`);
// Each row weighed once and put into its box once: one version for each, no more.
const state = () => ground.form() + ground.sql('SELECT * FROM box ORDER BY id; SELECT id, weight, box_id FROM post_parcel ORDER BY id; SELECT id, COUNT(*) FROM post_parcel FOR SYSTEM_TIME ALL GROUP BY id ORDER BY id');

ground.must('migrate');
ground.sql('DELETE FROM program_process');
for (const [name, text] of Object.entries(files))
	ground.write(name, text);
reset();
const whole = await cut(ground, upgrade), wanted = whole.status === 0 && state();

await test('undisturbed, it goes through, with the maintenance page only where a file needs it', () => [
	...says(whole, 0, /0991_weights.sql\n(.*\n)*  the maintenance page is shown\n  0992_names.sql\n(.*\n)*  the maintenance page is gone\n/),
	...(existsSync(join(ground.dir, 'state/maintenance')) ? ['the maintenance page stayed'] : [])]);

async function kill_at(number, moment) {
	reset();
	const killed = await cut(ground, upgrade, number, moment), again = ground.qiao(...upgrade);
	const faults = killed.signal === 'SIGKILL' || number >= whole.said.length - 1 ? [] : [`${moment} command ${number}: it was not killed: ${killed.text.slice(-200)}`];

	if (again.status !== 0)
		faults.push(`${moment} command ${number}: the rerun fails: ${again.text.slice(-600)}`);
	else if (state() !== wanted)
		faults.push(`${moment} command ${number}: the rerun ends otherwise`);
	else if (existsSync(join(ground.dir, 'state/maintenance')))
		faults.push(`${moment} command ${number}: the maintenance page stayed`);
	return faults;
}

await test('killed between the end of the last file and the page: the page of the upgrade goes, that of an administrator stays', () => {
	const page = join(ground.dir, 'state/maintenance'), faults = [];

	reset();
	ground.must(...upgrade);
	writeFileSync(page, 'shown by an upgrade\n');
	ground.must(...upgrade);
	if (existsSync(page))
		faults.push('the page of an upgrade stayed');
	reset();
	ground.must('maintenance', 'on');
	faults.push(...says(ground.qiao(...upgrade), 0, /up to date/));
	if (!existsSync(page))
		faults.push('the page of an administrator is gone');
	ground.must('maintenance', 'off');
	return existsSync(page) ? [...faults, 'it cannot be turned off'] : faults;
});

// Counting the tables takes most of the commands; what changes something lies between the first and the last step.
const first = whole.said.findIndex((each) => each.includes('migration_tally')), last = whole.said.findLastIndex((each) => each.includes('migration_tally')) + 2;
const points = process.env.QIAO_LONG ? whole.said.map((_, place) => place + 1).slice(0, -1) :
	Array.from({ length: 9 }, (_, turn) => first + Math.floor((last - first) * (turn + 0.5) / 9));
await test(`killed ${process.env.QIAO_LONG ? 'at each command' : 'at some commands'}, before, during or after it: run again, it ends as if nothing had been`, async () => {
	const faults = [];
	let rounds = 0;

	for (const number of points)
		for (const moment of process.env.QIAO_LONG ? moments : [moments[rounds % 3]])
			if (faults.length < 5) {
				faults.push(...await kill_at(number, moment));
				rounds++;
			}
	return faults.length ? faults : `${rounds} times, of ${whole.said.length} commands`;
});

await test('control: a statement that is run twice would be noticed', () => {
	reset();
	ground.must(...upgrade);
	ground.sql("UPDATE post_parcel SET weight = weight WHERE id = 1; SET timestamp = 1800000000; UPDATE post_parcel SET weight = 10 WHERE id = 1");
	return state() === wanted ? ['it is not'] : [];
});

await test('control: without the picture of a table a statement that was done would be run again', async () => {
	const step = "FROM migration_step WHERE name LIKE '0990%' AND step = 3";

	reset();
	await cut(ground, upgrade, /^ALTER TABLE parcel ADD COLUMN weight/, 'after');
	if (ground.sql(`SELECT COUNT(*) ${step} AND table_before IS NOT NULL AND ended_at IS NULL`).trim() !== '1' || !ground.sql("SHOW COLUMNS FROM parcel LIKE 'weight'"))
		return ['it was not between the statement and its record'];
	ground.sql(`DELETE ${step}`);
	return says(ground.qiao(...upgrade), 1, /Duplicate column name 'weight'/);
});

await test('a statement that goes on in the server after its process was killed is waited for', async () => {
	reset();
	// Somebody holds a row that the statement needs: it waits in the server, and gives up after two seconds.
	const other = ground.start_sql('START TRANSACTION; SELECT * FROM parcel WHERE id = 50 FOR UPDATE; SELECT SLEEP(8); COMMIT');
	await pause(400);
	const killed = await cut(ground, upgrade, /^INSERT INTO box/, 'during'), again = await ground.start(...upgrade);
	await other;
	const faults = [...says(again, 0, /waiting for the last statement of an interrupted run(.*\n)*.*waiting for a lock(.*\n)*The schema is up to date/)];

	if (killed.signal !== 'SIGKILL')
		faults.push('it was not killed');
	return state() === wanted ? faults : [...faults, 'it ends otherwise'];
});

await test('two at once: the second says who runs, or waits for it', async () => {
	let second, third;

	reset();
	const one = await cut(ground, upgrade, /^ALTER TABLE parcel ADD COLUMN weight/, 'before', async () => {
		second = ground.qiao(...upgrade);
		third = ground.start('migrate', '--wait');
		await pause(700);
	});
	const faults = [...says(one, 0, /up to date/), ...says(second, 1, /process \d+ on \S+ has been changing the schema since .*Nothing was done/),
		...says(await third, 0, /waiting for the one who changes the schema(.*\n)*The schema is up to date/)];

	return state() === wanted ? faults : [...faults, 'it ends otherwise'];
});
// --- the way back ------------------------------------------------------------------

await test('the way back: what only grew stays; what is undone puts everything aside first; killed in between, it goes on', async () => {
	const faults = [], column = () => ground.sql("SHOW COLUMNS FROM customer LIKE 'nickname'") !== '';

	reset();
	for (const name of Object.keys(files))
		ground.remove(name);
	ground.write('0994_nickname.sql', "ALTER TABLE customer ADD COLUMN nickname VARCHAR(20) NULL COMMENT 'for a test', ADD KEY nickname (nickname);\n");
	ground.must('upgrade');
	ground.sql(use(["INSERT INTO customer (name, nickname, created_at) SELECT seq, CONCAT('N', seq), '2023-11-14' FROM seq_1_to_30", "UPDATE customer SET nickname = 'M' WHERE id < 10"]));
	faults.push(...says(ground.qiao('upgrade', '--back'), 0, /0994_nickname.sql only added something.*Nothing was changed/));
	ground.write('down/0994_nickname.sql', 'ALTER TABLE customer DROP COLUMN nickname, DROP KEY nickname;\n');
	faults.push(...says(ground.qiao('upgrade', '--back'), 1, /statement 1: what takes a column/));
	ground.write('down/0994_nickname.sql', '-- phase: back\nALTER TABLE customer DROP COLUMN nickname, DROP KEY nickname;\n');
	faults.push(...says(ground.qiao('upgrade', '--back'), 1, /customer.nickname would be lost.*It was not dropped/));
	ground.write('down/0994_nickname.sql', '-- phase: back\nDROP TABLE contact;\n');
	faults.push(...says(ground.qiao('upgrade', '--back'), 1, /a way back fills new tables/));
	const aside = (where) => `-- phase: back
CREATE TABLE aside_0994_customer (id BIGINT UNSIGNED NOT NULL, row_start TIMESTAMP(6) NOT NULL, nickname VARCHAR(20) NULL, PRIMARY KEY (id, row_start));
INSERT INTO aside_0994_customer (id, row_start, nickname) SELECT id, row_start, nickname FROM customer FOR SYSTEM_TIME ALL${where};
ALTER TABLE customer DROP COLUMN nickname, DROP KEY nickname;
`;
	ground.write('down/0994_nickname.sql', aside(' WHERE row_end > SYSDATE(6)'));
	faults.push(...says(ground.qiao('upgrade', '--back'), 1, /customer.nickname would be lost/));
	ground.sql("DROP TABLE aside_0994_customer; DELETE FROM migration_step");
	ground.write('down/0994_nickname.sql', aside(''));
	const killed = await cut(ground, ['upgrade', '--back'], /^ALTER TABLE customer DROP/, 'after');
	if (killed.signal !== 'SIGKILL' || column())
		faults.push('it was not between the statement and its record');
	faults.push(...says(ground.qiao('upgrade', '--back'), 0, /0994_nickname.sql was undone/));
	if (column() || ground.sql('SELECT COUNT(*), SUM(nickname IS NOT NULL) FROM aside_0994_customer').trim() !== '39\t39')
		faults.push('it is not put aside');
	return [...faults, ...says(ground.qiao('upgrade'), 0, /0994_nickname.sql/), ...(column() ? [] : ['it does not come back'])];
});
ground.end();
finish();
