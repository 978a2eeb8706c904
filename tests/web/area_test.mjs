// area_test.mjs: an area is added without touching the frame: tests/sample, laid beside the product's files as HACKING.md says, is whole.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Person, Site, finish, form_of, has, has_server, links, plain, skip_all, source, test, words } from './lib.mjs';

const build = resolve(process.env.QIAO_BUILD || '.'), sample = join(source, 'tests/sample');

if (!existsSync(join(build, 'Makefile')) || !existsSync(join(build, 'libqiao.a')))
	skip_all('QIAO_BUILD names no build tree');
if (!has('mariadbd') || !has_server('apache'))
	skip_all('mariadbd or apache is missing');

function expect(is_good, what) {
	if (!is_good)
		throw new Error(what);
}

function command(name, args) {
	const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
	const result = spawnSync(name, args, { encoding: 'utf8', maxBuffer: 1 << 26, env });

	return { is_good: result.status === 0, text: `${result.error || ''}${result.stdout}${result.stderr}` };
}

// --- the tree as it would be, in a folder of its own ---------------------------

const tree = mkdtempSync(join(tmpdir(), 'qiao-area-'));
process.on('exit', () => process.env.QIAO_KEEP || rmSync(tree, { recursive: true, force: true }));
chmodSync(tree, 0o755);

const parts = ['cgi-bin', 'sql', 'templates', 'po', 'htdocs', 'httpd-conf'];
const is_kept = (path) => !/^\.|~$|\.[oa]$/.test(basename(path));
const files = (root, folder) => readdirSync(join(root, folder)).filter(is_kept).map((name) => join(folder, name))
	.flatMap((path) => (statSync(join(root, path)).isDirectory() ? files(root, path) : [path])).sort();
const sum = (root, folder) => files(root, folder).reduce((hash, path) => hash.update(`${path}\0`).update(readFileSync(join(root, path))), createHash('sha256')).digest('hex').slice(0, 16);
const read = (root, path) => readFileSync(join(root, path), 'utf8');

// What tests/sample/lines adds: [[path, the line before which, text]].
function additions() {
	return read(sample, 'lines').split(/^@ /m).slice(1).map((entry) => /^(\S+): (.*)\n([^]*)$/.exec(entry).slice(1));
}

function add_lines(path, before, text) {
	const whole = read(tree, path), place = before === 'end' ? whole.length : `\n${whole}`.indexOf(`\n${before}\n`);

	expect(place >= 0, `${path} has no line "${before}"`);
	writeFileSync(join(tree, path), whole.slice(0, place) + text + whole.slice(place));
}

// Are all lines of the one there in the other, in the same order?
function only_adds(before, after) {
	const lines = before.split('\n'), rest = after.split('\n');
	let place = 0;

	for (const line of rest)
		if (place < lines.length && line === lines[place])
			place++;
	return place === lines.length;
}

const digest = (path) => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
const frame_before = sum(source, 'cgi-bin/lib'), library_before = digest(join(build, 'libqiao.a'));

for (const part of parts)
	cpSync(join(source, part), join(tree, part), { recursive: true, filter: is_kept });
for (const part of parts.filter((each) => existsSync(join(sample, each))))
	cpSync(join(sample, part), join(tree, part), { recursive: true, errorOnExist: true, force: false });
additions().forEach(([path, before, text]) => add_lines(path, before, text));

await test('HACKING.md shows the entity as it is: its code is that of tests/sample, in fewer than 40 lines', () => {
	const [, code] = /^ {3}```c\n([^]*?)^ {3}```$/m.exec(read(source, 'HACKING.md')), shown = code.replace(/^ {3}/gm, '');
	const text = read(sample, 'cgi-bin/entities/vehicle.c'), count = text.split('\n').length - 1;

	expect(shown === text, `they differ:\n${shown}`);
	expect(count > 10 && count < 40, `${count} lines`);
	return `${count} lines`;
});

await test('an area is new files and a few lines in tables; the frame is not among them', () => {
	const old = new Set(parts.flatMap((part) => files(source, part))), faults = [], kinds = { new: [], added: [] };

	for (const path of parts.flatMap((part) => files(tree, part))) {
		if (!old.delete(path))
			kinds.new.push(path);
		else if (read(source, path) !== read(tree, path))
			kinds.added.push(path);
		else
			continue;
		if (/^cgi-bin\/(lib|customers|admin)\//.test(path))
			faults.push(`${path} is not a file of the area`);
	}
	faults.push(...[...old].map((path) => `${path} is gone`));
	faults.push(...kinds.added.filter((path) => !only_adds(read(source, path), read(tree, path))).map((path) => `${path} lost a line`));
	if (sum(source, 'cgi-bin/lib') !== sum(tree, 'cgi-bin/lib'))
		faults.push('the frame of the tree differs');
	if (kinds.new.length < 5 || kinds.added.length < 4)
		faults.push('the sample was not laid out');
	return faults.length ? faults : `new: ${kinds.new.join(' ')}\nlines added to: ${kinds.added.join(' ')}`;
});

await test('control: a line changed instead of added would be noticed', () => (only_adds('a\nb\nc\n', 'a\nx\nb\nc\n') && !only_adds('a\nb\nc\n', 'a\nx\nc\n') ? [] : ['it is not']));

mkdirSync(join(tree, 'programs'));

// --- the lints, which judge any tree ------------------------------------------------

function lint(name) {
	const { text } = command('sh', [join(source, 'tests/lint', `${name}.sh`), tree]);

	expect(/^1\.\.[1-9]/m.test(text), `${name}.sh judges nothing: ${text}`);
	return text.split('\n').filter((line) => /^(not ok|#)/.test(line));
}

// What the product itself is blamed for is told by its own tests.
const blamed = (lines) => lines.filter((line) => /fleet|vehicle|Vehicle|Plate|Fleet|Inspect/.test(line));

for (const name of ['banned', 'headers', 'html_in_c', 'layers', 'names', 'pages', 'sql', 'templates', 'translations'])
	await test(`tests/lint/${name}.sh finds nothing in it`, () => blamed(lint(name)));

await test('control: a label without its translation is found, and a page that reads what its reader may not see', () => {
	const po = read(tree, 'po/zh_CN.po'), page = read(tree, 'cgi-bin/fleet/due.c');

	writeFileSync(join(tree, 'po/zh_CN.po'), po.replace(/\nmsgid "Plate"\nmsgstr ".*"\n/, ''));
	writeFileSync(join(tree, 'cgi-bin/fleet/due.c'), page.replace(/\{visible \w+ \w\}/g, '1'));
	const untranslated = blamed(lint('translations')), unscoped = blamed(lint('sql'));
	writeFileSync(join(tree, 'po/zh_CN.po'), po);
	writeFileSync(join(tree, 'cgi-bin/fleet/due.c'), page);
	expect(untranslated.some((line) => line.includes('no translation of "Plate"')), `translations.sh: ${untranslated}`);
	expect(unscoped.some((line) => line.includes('vehicle without {visible ...}')), `sql.sh: ${unscoped}`);
});

// --- the programs ------------------------------------------------------------------

const made = command('make', ['-s', '-C', build, '-f', join(sample, 'build.mk'), `SAMPLE=${tree}`, 'sample']);

await test('it builds against the libraries of the build tree, with the same flags', () => {
	expect(made.is_good, made.text);
	return made.text.trim();
});
if (!made.is_good) {
	finish();
	process.exit();
}

const site = new Site({ server: 'apache', customers: 0, data: tree, folder: join(tree, 'programs') });
site.user('eva', 'Eva English', 'administrator');
site.user('sam', 'Sam Seller', 'salesperson');
site.user('tom', 'Tom Seller', 'salesperson');
const ada = await new Person(site, 'zh').sign_in(), eva = await new Person(site, 'en').sign_in('eva');
const sam = await new Person(site, 'en').sign_in('sam'), tom = await new Person(site, 'en').sign_in('tom');
const day = (days) => new Date(Date.now() - days * 86400000).toISOString().slice(0, 10);
const main = async (person, path) => words((await person.page(path)).text.replace(/^[^]*<main/, '<main'));
const moment = () => site.value("SELECT DATE_FORMAT(at, '%Y-%m-%dT%H:%i:%s.%fZ') FROM clock");
const customer = await sam.create('/customers', { name: 'Harbour Haulage' });
const van = await sam.create('/vehicles', { plate: 'VAN 1', inspected_on: day(500) }, `?customer_id=${customer}`);
let before_edit;

await test('list, record and form of a vehicle answer with its values', async () => {
	const list = await main(eva, '/vehicles'), record = await main(eva, `/vehicles/${van}`), form = await sam.form('/vehicles/new');

	for (const text of ['VAN 1', 'Harbour Haulage', 'Sam Seller', 'Plate', 'Inspected'])
		expect(list.includes(text), `the list lacks ${text}: ${list.slice(0, 400)}`);
	for (const text of ['VAN 1', 'Harbour Haulage', `V-${van}`, day(500)])
		expect(record.includes(text), `the record lacks ${text}: ${record.slice(0, 600)}`);
	expect(['plate', 'customer_id', 'inspected_on'].every((name) => form.fields.some(([each]) => each.split('.')[0] === name)), `the form has ${form.fields}`);
	const refused = await sam.send((await sam.form(`/vehicles/new?customer_id=${customer}`)).fill({ plate: 'VAN 1' }));
	expect(refused.status === 422 && refused.text.includes('id="field-plate-error"'), `the same plate again answers ${refused.status}`);
});

await test('a reader of Chinese finds its texts in Chinese', async () => {
	for (const text of ['车辆', '车牌号', '年检日期', '新建车辆'])
		expect(words((await ada.page('/vehicles')).text).includes(text), `no ${text}`);
	expect((await main(ada, '/vehicles/due')).includes('待年检'), 'its own page');
});

await test('an edit is saved and stands in its history', async () => {
	before_edit = moment();
	const answer = await sam.send((await sam.form(`/vehicles/${van}/edit`)).fill({ plate: 'VAN 1B' }));

	expect(answer.status === 303, `answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
	expect((await main(eva, `/vehicles/${van}`)).includes('VAN 1B'), 'the new plate is not shown');
	const history = await main(eva, `/vehicles/${van}/history`);
	for (const text of ['VAN 1', 'VAN 1B', 'Plate', 'Sam Seller'])
		expect(history.includes(text), `the history lacks ${text}: ${history.slice(0, 500)}`);
});

await test('as of an earlier moment it is as it was, and nothing can be changed there', async () => {
	const then = `?as_of=${encodeURIComponent(before_edit)}`;

	for (const path of ['/vehicles', `/vehicles/${van}`, '/vehicles/due']) {
		const past = await eva.page(path + then);

		expect(words(past.text).includes('VAN 1 ') && !words(past.text.replace(/^[^]*<main/, '<main')).includes('VAN 1B'), `${path} shows another moment`);
		expect(!past.text.includes(`/vehicles/${van}/edit`), `${path} offers to edit`);
		expect((await main(eva, path)).includes('VAN 1B'), `${path} now`);
	}
});

async function bring(content) {
	let answer = await eva.follow({ status: 303, location: await eva.upload('/vehicles', content, 'vehicles.csv') });

	answer = await eva.send(form_of(answer.text, ''));
	expect(answer.status === 200, `the check answers ${answer.status}: ${words(answer.text).slice(0, 400)}`);
	answer = await eva.follow(await eva.send(form_of(answer.text), { button: 'Import' }));
	return Object.fromEntries([...answer.text.matchAll(/<dt>(.*?)<\/dt>\s*<dd class="amount">(.*?)<\/dd>/gs)].map(([, label, number]) => [plain(label).trim(), Number(number)]));
}

await test('a file comes in: new ones, a known plate, one that is refused', async () => {
	const result = await bring(`Plate,Customer,Inspected\nLORRY 2,Harbour Haulage,${day(30)}\nLORRY 3,Harbour Haulage,\nVAN 1B,Harbour Haulage,${day(400)}\nLORRY 4,Nobody at all,\n`);

	expect(result.New === 2 && result.Updated === 1 && result.Refused === 1, JSON.stringify(result));
	expect(site.value("SELECT COUNT(*) FROM vehicle WHERE plate LIKE 'LORRY _'") === '2', 'in the table');
});

await test('what goes out in a file comes back as the same', async () => {
	const file = await eva.page('/vehicles/export');

	for (const text of ['Plate', 'LORRY 2', 'VAN 1B', 'Harbour Haulage', day(30)])
		expect(file.text.includes(text), `the file lacks ${text}: ${file.text}`);
	const result = await bring(file.bytes);
	expect(result['The same as before'] === 3 && !result.New && !result.Updated, JSON.stringify(result));
});

await test('search finds a part of a plate, and not another one', async () => {
	const found = await main(eva, '/vehicles?q=RRY+2');

	expect(found.includes('LORRY 2') && !found.includes('LORRY 3') && !found.includes('VAN'), found.slice(0, 400));
	expect(!(await main(eva, '/vehicles?q=VAN+1B')).includes('LORRY'), 'another one is found');
});

await test('a salesperson sees their own, and nothing tells that there are others', async () => {
	const faults = [];

	for (const path of ['/vehicles', '/vehicles/due', '/vehicles?q=VAN', `/vehicles?f.customer_id.is=${customer}`]) {
		const has_rows = async (person) => /<tbody>|\/vehicles\/\d/.test((await person.page(path)).text);

		if (await has_rows(tom) || !await has_rows(sam))
			faults.push(`${path} shows those of another, or not one's own`);
	}
	if (/VAN|LORRY/.test((await tom.page('/vehicles/export')).text) || !/VAN/.test((await sam.page('/vehicles/export')).text))
		faults.push("the file has those of another, or not one's own");
	for (const path of ['', '/edit', '/history', '/remove'])
		if ((await tom.get(`/vehicles/${van}${path}`)).status !== 404)
			faults.push(`${path} of another's does not answer 404`);
	if ((await tom.get('/vehicles/import')).status !== 403)
		faults.push('may import');
	if ((await sam.get(`/vehicles/${van}`)).status !== 200)
		faults.push('control: its owner does not see it');
	return faults;
});

await test("the customer's page, whose own code knows nothing of vehicles, lists them and has them in its timeline", async () => {
	const { text } = await sam.page(`/customers/${customer}`);
	const section = [...text.matchAll(/<section class="card"[^]*?<\/section>/g)].map(([each]) => words(each)).find((each) => each.startsWith('Vehicles'));
	const timeline = words(/<section class="card timeline"[^]*?<\/section>/.exec(text)[0]);

	expect(section?.includes('VAN 1B'), `no section: ${words(text).slice(0, 1500)}`);
	expect(links(text).includes(`/vehicles/new?customer_id=${customer}`), `nothing leads to a new vehicle: ${links(text).filter((each) => each.includes('vehicles'))}`);
	expect(timeline.includes('VAN 1B') && timeline.includes('Vehicle'), `the timeline lacks it: ${timeline.slice(0, 600)}`);
});

await test('the navigation of the other programs leads to it', async () => {
	const faults = [];

	for (const [path, ...hrefs] of [['/customers', '/vehicles/due', '/vehicles/new'], ['/me', '/vehicles/due'], ['/tasks', '/vehicles/due'], ['/vehicles/due', '/vehicles', '/vehicles/due']])
		for (const href of hrefs)
			if (!links((await sam.page(path)).text).includes(href))
				faults.push(`${path} has no link to ${href}`);
	return faults;
});

await test('its own page lists what was not inspected for a year, the longest ago first', async () => {
	const due = await main(eva, '/vehicles/due');

	for (const text of ['Inspection due', 'VAN 1B', 'LORRY 3', 'Harbour Haulage', day(400)])
		expect(due.includes(text), `lacks ${text}: ${due}`);
	expect(!due.includes('LORRY 2'), 'shows one that was inspected a month ago');
	expect(due.indexOf('LORRY 3') < due.indexOf('VAN 1B'), 'another order');
	expect((await main(tom, '/vehicles/due')).includes('Every vehicle was inspected within a year.'), 'says nothing where there is none');
});

await test('removed and restored, it comes back whole', async () => {
	expect((await sam.send(await sam.form(`/vehicles/${van}/remove`))).status === 303, 'cannot be removed');
	expect(!(await main(sam, '/vehicles')).includes('VAN 1B'), 'still in the list');
	expect((await sam.send(form_of((await sam.page('/vehicles/removed')).text, '/restore'))).status === 303, 'cannot be restored');
	expect((await main(sam, `/vehicles/${van}`)).includes('VAN 1B'), 'not back');
});

await test('roles and the checks of the command line know it', async () => {
	expect((await main(eva, '/roles/3')).includes('Vehicles'), 'the page of a role lacks it');
	expect(/^vehicle +overlapping versions 0, versions without a change 0, without search text 0$/m.test(site.qiao(['fsck'])), site.qiao(['fsck']));
});

await test('control: without its line in the table of prefixes it has no address, and nothing leads there', async () => {
	site.stop();
	site.environment.QIAO_PREFIXES = join(source, 'httpd-conf/prefixes');
	site.start();
	const faults = [], { text } = await sam.page(`/customers/${customer}`);

	for (const path of ['/vehicles', '/vehicles/due', `/vehicles/${van}`])
		if ((await sam.get(path)).status !== 404)
			faults.push(`${path} does not answer 404`);
	return [...faults, ...links(text).filter((each) => each.startsWith('/vehicles')).map((each) => `the customer's page leads to ${each}`)];
});

await test('nothing was written to the frame or to the build tree', () => {
	const sums = [frame_before, library_before, sum(source, 'cgi-bin/lib'), digest(join(build, 'libqiao.a'))];

	return sums[0] === sums[2] && sums[1] === sums[3] ? `cgi-bin/lib ${sums[2]}, libqiao.a ${sums[3]}` : [sums.join(' ')];
});

finish();
