// metrics_test.mjs: what is counted, logged and sampled is what happened; slow statements show their plan; monitors can read it all.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Person, Site, finish, has, has_server, pause, skip, source, spawn, test, words } from './lib.mjs';

const token = 'a token for monitors, 32 letters';
const marker = 'geheimnis-9f3a';
const servers = ['nginx', 'apache'].filter(has_server);
const check_qiao = join(source, 'httpd-conf/nagios/check_qiao');

const site = new Site({ server: servers[0], workers: 2, customers: 60, settings: (dir) => `
metrics_token = ${token}
log_file = ${dir}/state/qiao.log
log_format = json
slow_statement_ms = 0
` });
const logged = () => readFileSync(join(site.dir, 'state/qiao.log'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

function set(name, value) {
	const path = join(site.dir, 'qiao.conf');

	writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').filter((line) => !line.startsWith(`${name} =`)).join('\n')}\n${name} = ${value}\n`);
}

function restart(server = site.server) {
	site.stop();
	site.server = server;
	site.start();
}

// --- reading /metrics -------------------------------------------------------------

const guest = () => new Person(site, 'en');

// Of a series, with its labels as they are written, its value.
async function series() {
	const answer = await guest().get('/metrics');

	if (answer.status !== 200)
		throw new Error(`/metrics answers ${answer.status}`);
	return new Map(answer.text.split('\n').filter((line) => line && line[0] !== '#').map((line) => [line.replace(/ [^ ]*$/, ''), Number(line.replace(/^.* /, ''))]));
}

// The sum of a series over all rows that have these labels.
function sum(all, name, labels = {}) {
	let whole = 0;

	for (const [row, value] of all)
		if (row.replace(/\{.*/, '') === name && Object.entries(labels).every(([label, wanted]) => row.includes(`${label}="${wanted}"`)))
			whole += value;
	return whole;
}

// --- counting ---------------------------------------------------------------------

// What is asked for: method, address, pattern, program, status, how often.
const plan = [
	['GET', '/customers', '/customers', 'customers', 200, 40], ['GET', '/customers/1', '/customers/{id}', 'customers', 200, 25], ['GET', '/customers/999999', '/customers/{id}', 'customers', 404, 7],
	['GET', '/nowhere', '(none)', 'admin', 404, 5], ['HEAD', '/opportunities', '/opportunities', 'sales', 200, 6], ['PUT', '/customers', '(none)', 'customers', 405, 3],
	['POST', '/customers/new', '/customers/new', 'customers', 403, 4], ['GET', '/tasks', '/tasks', 'communications', 200, 9],
];

// Sends all of the plan, four at a time; answers that differ from it.
async function send_all(person) {
	const queue = plan.flatMap((row) => Array(row[5]).fill(row)), faults = [];

	await Promise.all(Array.from({ length: 4 }, async () => {
		for (let row; (row = queue.pop());) {
			const [method, path, , , status] = row;
			const answer = await person.ask(method, path, method === 'PUT' || method === 'POST' ? { body: `q=${marker}`, type: 'application/x-www-form-urlencoded' } : {});

			if (answer.status !== status)
				faults.push(`${method} ${path} answers ${answer.status}`);
		}
	}));
	return faults;
}

function count_faults(before, after, times = 1) {
	const faults = [];

	for (const [method, , route, program, code, wanted] of plan) {
		const labels = { program, route, code, method: method === 'HEAD' ? 'GET' : method === 'PUT' ? 'OTHER' : method };
		const counted = sum(after, 'qiao_requests_total', labels) - sum(before, 'qiao_requests_total', labels);

		if (counted !== wanted * times)
			faults.push(`${method} ${route} ${code}: ${wanted * times} sent, ${counted} counted`);
	}
	return faults;
}

for (const server of servers) {
	if (server !== site.server)
		restart(server);
	const person = await new Person(site, 'en').sign_in();

	await test(`${server}: what is sent is counted, one for one`, async () => {
		const before = await series(), faults = await send_all(person), after = await series();

		faults.push(...count_faults(before, after));
		for (const [row, value] of after)
			if (row.startsWith('qiao_request_duration_seconds_count')) {
				const labels = Object.fromEntries([...row.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, text]) => [name, text]));
				const bucket = after.get(`${row.replace('_count', '_bucket').slice(0, -1)},le="+Inf"}`), answers = sum(after, 'qiao_requests_total', labels);

				// The asking page itself is counted when it was answered.
				if (bucket !== value || (answers !== value && labels.route !== '/metrics'))
					faults.push(`${row}: ${value}, in buckets ${bucket}, in answers ${answers}`);
			}
		for (const name of ['qiao_statements_total', 'qiao_database_seconds_total', 'qiao_response_bytes_total', 'qiao_request_user_cpu_seconds_total'])
			if (!(sum(after, name, { program: 'customers' }) > sum(before, name, { program: 'customers' })))
				faults.push(`${name} does not grow`);
		return faults.length ? faults : `${plan.reduce((whole, row) => whole + row[5], 0)} requests`;
	});

	if (server === servers[0])
		await test('control: a request that is not counted would be seen', async () => {
			const before = await series();

			await send_all(person);
			const after = await series(), forged = new Map(after), row = [...after.keys()].find((each) => each.includes('route="/tasks",code="200"'));

			forged.set(row, after.get(row) - 1);
			return count_faults(before, after).length === 0 && count_faults(before, forged).length === 1 ? [] : ['a count that is less by one went unnoticed'];
		});

	await test(`${server}: a worker killed in the middle of its work takes no count with it`, async () => {
		const before = await series(), faults = [];

		await person.get('/customers');
		const victims = server === 'nginx' ? site.children('customers') : site.workers('customers');
		process.kill(victims[0], 'SIGKILL');
		faults.push(...await send_all(person).then((list) => list.filter((each) => !/answers 50[023]/.test(each))));
		await pause(300);
		const after = await series();
		if (!(sum(after, 'qiao_requests_total', { route: '/customers', code: 200 }) >= sum(before, 'qiao_requests_total', { route: '/customers', code: 200 }) + 38))
			faults.push('counts are lost');
		if (!(sum(after, 'qiao_worker_starts_total', { program: 'customers' }) > (server === 'nginx' ? 2 : 0)))
			faults.push('the new worker was not counted');
		// Under Apache they come and go.
		const alive = () => (server === 'nginx' ? site.children('customers') : site.workers('customers')).length;
		let told, there;
		for (let turn = 0; turn < 10 && (turn === 0 || told !== there); turn++) {
			there = alive();
			told = sum(await series(), 'qiao_workers', { program: 'customers' });
		}
		if (told !== there)
			faults.push(`${told} workers are told, ${there} are there`);
		if (!(sum(after, 'qiao_worker_memory_bytes', { program: 'customers' }) > 1000000))
			faults.push('they take no memory');
		return faults;
	});

	await test(`${server}: /metrics is for this machine and for who has the token; to others it does not exist`, async () => {
		const faults = [], through = { 'X-Forwarded-For': '192.0.2.1' };
		const missing = await guest().get('/metrics-that-are-not-there', through);
		const bare = (answer) => answer.text.replace(/[0-9a-f]{16}/g, '').replace(/value="[^"]*"/g, '');
		const expect = async (what, status, headers) => {
			const answer = await guest().get('/metrics', headers);

			if (answer.status !== status)
				faults.push(`${what}: ${answer.status}`);
			if (status === 404 && bare(answer) !== bare(missing))
				faults.push(`${what}: not like a page that does not exist`);
			if (status === 404 && /qiao_/.test(answer.text))
				faults.push(`${what}: figures are told`);
		};

		await expect('from here', 200);
		await expect('through a proxy', 404, through);
		await expect('with a wrong token', 404, { ...through, Authorization: `Bearer ${token}x` });
		await expect('with half a token', 404, { ...through, Authorization: `Bearer ${token.slice(0, 20)}` });
		await expect('with an empty token', 404, { ...through, Authorization: 'Bearer ' });
		await expect('as another scheme', 404, { ...through, Authorization: `Basic ${token}` });
		await expect('with the token', 200, { ...through, Authorization: `Bearer ${token}` });
		return faults;
	});
}

if (has_server('cgi')) {
	restart('cgi');
	await test('plain CGI counts as well, though each program ends with its request', async () => {
		const before = await series();

		for (let turn = 0; turn < 5; turn++)
			await guest().get('/signin');
		const after = await series(), counted = sum(after, 'qiao_requests_total', { route: '/signin', code: 200 }) - sum(before, 'qiao_requests_total', { route: '/signin', code: 200 });

		return counted === 5 && sum(after, 'qiao_workers') === 0 ? [] : [`5 sent, ${counted} counted, ${sum(after, 'qiao_workers')} workers`];
	});
	restart(servers.at(-1));
}

if (has('promtool')) {
	const promtool = (args, input) => spawnSync('promtool', args, { input, encoding: 'utf8', cwd: join(source, 'httpd-conf/prometheus') });

	await test('promtool finds no fault in /metrics, and would', async () => {
		const { text } = await guest().get('/metrics'), good = promtool(['check', 'metrics'], text);
		const bad = promtool(['check', 'metrics'], text.replace('qiao_requests_total counter', 'qiao_requests_total gauge')), broken = promtool(['check', 'metrics'], `${text}qiao_x{a="} 1\n`);

		return good.status === 0 && !good.stderr && bad.status !== 0 && broken.status !== 0 ? `${text.split('\n').length} lines` : [good.stderr, bad.stderr, broken.stderr];
	});
	await test('promtool takes the configuration, and the alerts fire when they should', () => {
		const faults = [['check', 'config', 'prometheus.yml'], ['check', 'rules', 'qiao.rules.yml'], ['test', 'rules', join(source, 'tests/web/metrics_rules.yml')]]
			.map((args) => promtool(args)).filter(({ status }) => status !== 0).map(({ stdout, stderr }) => stdout + stderr);
		const folder = mkdtempSync(join(tmpdir(), 'qiao-rules-'));

		// Control: with another threshold the test of the alerts fails.
		writeFileSync(join(folder, 'qiao.rules.yml'), readFileSync(join(source, 'httpd-conf/prometheus/qiao.rules.yml'), 'utf8').replace('share > 0.01', 'share > 0.9'));
		writeFileSync(join(folder, 'rules_test.yml'), readFileSync(join(source, 'tests/web/metrics_rules.yml'), 'utf8').replace('../../httpd-conf/prometheus/', ''));
		if (promtool(['test', 'rules', join(folder, 'rules_test.yml')]).status === 0)
			faults.push('the test of the alerts cannot fail');
		rmSync(folder, { recursive: true });
		return faults;
	});
} else {
	skip('promtool', 'promtool is missing (apt prometheus)');
}

await test('dashboard, alerts and checks ask only for what /metrics has', async () => {
	const { text } = await guest().get('/metrics'), faults = [];
	const known = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)/gm)].flatMap(([, name, type]) => (type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name])));
	const files = ['grafana/qiao.json', 'prometheus/qiao.rules.yml', 'nagios/check_qiao'];
	const asked = (content) => content.match(/(?<![:\w])qiao_[a-z_]+[a-z]/g) || [];
	let count = 0;

	for (const file of files)
		for (const name of asked(readFileSync(join(source, 'httpd-conf', file), 'utf8'))) {
			count++;
			if (!known.has(name))
				faults.push(`${file}: ${name} is not in /metrics`);
		}
	const panels = JSON.parse(readFileSync(join(source, 'httpd-conf/grafana/qiao.json'), 'utf8')).panels;
	if (panels.length < 10 || panels.some(({ targets }) => !targets.length || targets.some(({ expr }) => !asked(expr).length)))
		faults.push('a panel shows nothing');
	return faults.length || count < 30 || asked('rate(qiao_no_such[5m])').some((name) => known.has(name)) ? [`${count} names`, ...faults] : `${count} names`;
});

await test('check_qiao: OK, WARNING, CRITICAL and UNKNOWN, with figures', () => {
	const faults = [], token_file = join(site.dir, 'token');
	const check = (status, pattern, ...args) => {
		const result = spawnSync(check_qiao, args, { encoding: 'utf8' });

		if (result.status !== status || !pattern.test(result.stdout + result.stderr))
			faults.push(`${args.join(' ')}: ${result.status} ${result.stdout}${result.stderr}`);
	};

	writeFileSync(token_file, `${token}\n`);
	check(0, /^QIAO OK - answered in [\d.]+ s \| 'health'=[\d.]+s;2;5;/, '-u', site.url, '-w', '2', '-c', '5');
	check(1, /^QIAO WARNING/, '-u', site.url, '-w', '0.000001', '-c', '9');
	check(2, /^QIAO CRITICAL/, '-u', site.url, '-w', '0.000001', '-c', '0.000002');
	check(2, /does not answer/, '-u', 'http://127.0.0.1:9');
	check(0, /^QIAO OK - p95 is [\d.]+ ms \| 'p95'=[\d.]+ms/, '-u', site.url, '--metric=p95');
	check(1, /WARNING/, '-u', site.url, '--metric=p95', '-w', '0.0001');
	check(0, /OK - 0 %|OK - [\d.]+ %/, '-u', site.url, '--metric=errors', '-c', '50');
	check(0, /qiao_database_up is 1/, '-u', site.url, '--metric=qiao_database_up', '-c', '1:');
	check(2, /CRITICAL/, '-u', site.url, '--metric=qiao_database_up', '-c', '2:');
	check(2, /CRITICAL/, '-u', site.url, '--metric=qiao_database_up', '-c', '@0:1');
	check(0, /OK/, '-u', site.url, '--metric=qiao_disk_free_bytes{disk="state"}', '-c', '1:', '--token-file', token_file);
	check(3, /UNKNOWN/, '-u', site.url, '--metric=qiao_nothing');
	check(3, /usage|check_qiao/, '--nonsense');
	check(0, /^[\d.]+\n$/, '-u', site.url, '--metric=p50', '--value');
	check(0, /requests/, '-u', site.url, '--metric=qiao_requests_total', `--state=${join(site.dir, 'seen')}`);
	// Since the look before, hardly anything was asked for.
	check(0, /qiao_requests_total is \d /, '-u', site.url, '--metric=qiao_requests_total', `--state=${join(site.dir, 'seen')}`);
	return faults;
});

// --- samples ------------------------------------------------------------------------

const admin = await new Person(site, 'en').sign_in();
const sampled = (where = '1') => Number(site.value(`SELECT IFNULL(SUM(s.requests), 0) FROM route_sample s JOIN route_counter c ON c.id = s.route_id WHERE ${where}`));

await test('qiao sample keeps what was counted since the last time, and no request twice', async () => {
	const faults = [], where = "c.route = '/customers' AND c.method = 'GET'";

	site.qiao(['sample']);
	const counted = sum(await series(), 'qiao_requests_total', { route: '/customers', method: 'GET' });
	if (sampled(where) !== counted)
		faults.push(`${sampled(where)} sampled, ${counted} counted`);
	for (let turn = 0; turn < 7; turn++)
		await admin.page('/customers');
	site.qiao(['sample']);
	const rows = site.sql(`SELECT s.requests, s.b0 + s.b1 + s.b2 + s.b3 + s.b4 + s.b5 + s.b6 + s.b7 + s.b8 + s.b9 + s.b10 + s.b11 + s.b12 + s.b13 + s.b14 + s.b15 + s.b16 + s.b17 + s.b18
		+ s.b19 + s.b20 + s.b21 + s.b22 + s.b23 + s.b24 FROM route_sample s JOIN route_counter c ON c.id = s.route_id WHERE ${where} ORDER BY s.at`);
	if (rows.length !== 2 || rows[1][0] !== '7' || rows.some(([requests, buckets]) => requests !== buckets))
		faults.push(`the second sample is ${rows.join(' / ')}`);
	const host = site.sql('SELECT cpu_user + cpu_system <= 100.1, memory_free_bytes < memory_bytes, state_free_bytes <= state_bytes, workers >= 1, worker_bytes > 1000000 FROM host_sample ORDER BY at DESC LIMIT 1')[0];
	if (host.join('') !== '11111')
		faults.push(`the machine: ${host}`);
	return faults;
});

await test('a file of counters that was made anew is counted from its beginning', async () => {
	const before = sampled("c.route = '/health'");

	rmSync(join(site.dir, 'state/metrics'));
	restart();
	for (let turn = 0; turn < 3; turn++)
		await guest().get('/health');
	site.qiao(['sample']);
	return sampled("c.route = '/health'") === before + 3 ? [] : [`${before} and 3 are ${sampled("c.route = '/health'")}`];
});

await test('what is old becomes hours, with nothing lost, and goes after ninety days', () => {
	const faults = [], id = site.value("SELECT id FROM route_counter WHERE route = '/customers' AND method = 'GET'");

	for (const [at, requests] of [['3 DAY', 5], ['3 DAY + INTERVAL 1 SECOND', 6], ['30 DAY', 7], ['91 DAY', 100]])
		site.sql(`INSERT INTO route_sample (route_id, at, seconds, requests, b3) VALUES (${id}, DATE_FORMAT(SYSDATE() - INTERVAL ${at}, '%Y-%m-%d %H:15:0%s'), 60, ${requests}, ${requests})`);
	const before = sampled();
	site.qiao(['sample', '--thin']);
	const rows = site.sql(`SELECT requests, b3, seconds, at LIKE '%:59:59.999999' FROM route_sample WHERE at < SYSDATE() - INTERVAL 2 DAY AND route_id = ${id} ORDER BY at`);
	if (rows.join(' ') !== '7,7,3600,1 11,11,3600,1')
		faults.push(`the old ones are ${rows.join(' / ')}`);
	if (sampled() < before - 100)
		faults.push(`${before} became ${sampled()}`);
	site.qiao(['sample', '--thin']);
	if (site.value(`SELECT COUNT(*) FROM route_sample WHERE at < SYSDATE() - INTERVAL 2 DAY AND route_id = ${id}`) !== '2')
		faults.push('thinning twice is not thinning once');
	return faults;
});

await test('the pages show it: quantiles, index, each route, before and after', async () => {
	const faults = [], page = await admin.page('/system/performance'), text = words(page.text);

	for (const wanted of ['GET /customers', 'p95', 'p99', 'SPI = T_total / T_user', 'Share of all time', 'Processors and memory'])
		if (!text.includes(wanted))
			faults.push(`"${wanted}" is not on the page`);
	const link = /href="(\/system\/performance\/route\?[^"]*route=%2Fcustomers)"/.exec(page.text)?.[1].replaceAll('&amp;', '&');
	const detail = words((await admin.page(link)).text);
	if (!/Before .* After/.test(detail) || !detail.includes('GET /customers'))
		faults.push(`the route: ${detail.slice(0, 300)}`);
	for (const span of ['hour', 'day', 'week', 'quarter', 'all', 'nonsense'])
		for (const sort of ['p95', 'statements', 'nonsense'])
			if ((await admin.get(`/system/performance?span=${span}&sort=${sort}`)).status !== 200)
				faults.push(`${span} by ${sort} fails`);
	for (const when of ['', '2026-01-01', 'x', '9999-12-31 23:59'])
		if ((await admin.get(`${link}&when=${encodeURIComponent(when)}`)).status !== 200)
			faults.push(`before and after "${when}" fails`);
	const sorted = (await admin.page('/system/performance?span=all&sort=requests')).text.match(/<th scope="row">.*?<\/tr>/gs).map((row) => Number(words(row).match(/ (\d[\d,]*) /)[1].replace(',', '')));
	if (sorted.some((each, place) => place && each > sorted[place - 1]))
		faults.push(`not by requests: ${sorted}`);
	return faults;
});

await test('only who may see how the system is, sees it', async () => {
	site.user('vera', 'Vera Viewer', 'viewer');
	const viewer = await new Person(site, 'en').sign_in('vera'), faults = [];

	for (const path of ['/system/performance', '/system/performance/route', '/system/performance/statements', '/system/logs']) {
		if ((await viewer.get(path)).status !== 403)
			faults.push(`${path} answers a viewer ${(await viewer.get(path)).status}`);
		if ((await guest().get(path)).status !== 303)
			faults.push(`${path} answers nobody ${(await guest().get(path)).status}`);
		if ((await admin.get(path)).status !== 200)
			faults.push(`${path} does not answer an administrator`);
		const marked = [...new Set(Array.from((await admin.page(path)).text.matchAll(/<a href="([^"?]*)[^"]*" aria-current="page">[^<]/g), ([, href]) => href))];
		if (marked.join() !== (path.startsWith('/system/performance') ? '/system/performance' : path))
			faults.push(`on ${path} the menu marks ${marked.join() || 'nothing'}`);
	}
	return faults;
});

// --- the log ----------------------------------------------------------------------------

await test('each request has one line, and it holds no secret', async () => {
	const faults = [], since = logged().length;

	await send_all(admin);
	const lines = logged().slice(since).filter(({ event }) => event === 'request'), raw = readFileSync(join(site.dir, 'state/qiao.log'), 'utf8');
	for (const [method, , route, program, status, wanted] of plan) {
		const found = lines.filter((line) => line.program === program && line.route === route && line.status === status && line.method === (method === 'HEAD' ? 'GET' : method === 'PUT' ? 'OTHER' : method));

		if (found.length !== wanted)
			faults.push(`${method} ${route} ${status}: ${wanted} sent, ${found.length} logged`);
		if (found.some((line) => !(line.wall_us > 0) || !/^[0-9a-f]{16}$/.test(line.request) || !(line.user_us >= 0) || !(line.bytes >= 0) || !(line.statements >= 0)))
			faults.push(`${route}: a line is not whole`);
	}
	for (const secret of [token, marker, ...admin.cookies.values(), 'a long password here'])
		if (raw.includes(secret))
			faults.push(`"${secret.slice(0, 6)}..." is in the log`);
	if (statSync(join(site.dir, 'state/qiao.log')).mode & 0o007)
		faults.push('everybody may read the log');
	return faults.length ? faults : `${lines.length} lines`;
});

await test('the page of the log finds a request by its number, and an event', async () => {
	const faults = [], { request } = logged().filter(({ route }) => route === '/tasks').pop();
	const found = words((await admin.page(`/system/logs?q=${request}`)).text), none = words((await admin.page('/system/logs?q=zzzzzzzzzz-not-there')).text);

	if (!found.includes(request) || !/Lines found 1 /.test(found) || !found.includes('route=/tasks'))
		faults.push(found.slice(0, 400));
	// More lines than are shown, with others behind them.
	const many = (await admin.page('/system/logs?event=request')).text, heads = [...many.slice(many.lastIndexOf('<table')).matchAll(/<th scope="row">([^<]*)</g)].map(([, text]) => text);
	if (heads.length !== 100 || heads.some((head) => !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(head)) || heads.some((head, place) => place && head > heads[place - 1]))
		faults.push(`the newest 100, the newest first: ${heads.length}, ${heads.slice(-2)}`);
	if (!none.includes('No line matches'))
		faults.push(none.slice(0, 400));
	if (!/By event.*request.*By status.*404/.test(words((await admin.page('/system/logs?event=request')).text)))
		faults.push('no counts');
	return faults;
});

// --- slow statements ----------------------------------------------------------------------

// While the act runs, the tables are locked by another connection for nearly a second.
async function held(tables, act) {
	const holder = spawn('mariadb', [`--defaults-file=${join(site.dir, 'my.cnf')}`, `--socket=${join(site.dir, 'mariadb.sock')}`, `--user=${userInfo().username}`, 'qiao', '-e',
		`LOCK TABLES ${tables.map((table) => `${table} WRITE`).join(', ')}; SELECT SLEEP(0.9)`], { stdio: 'ignore' });
	const done = new Promise((resolve) => holder.on('close', resolve));

	for (let turn = 0; turn < 100 && !site.sql('SHOW PROCESSLIST').some((row) => /SLEEP/.test(row[7])); turn++)
		await pause(10);
	await act();
	await done;
}

const kept = (text) => site.sql(`SELECT uses, IFNULL(plan, ''), IFNULL(planned_at, ''), route, text, max_us, last_request FROM slow_statement WHERE text LIKE '%${text}%'`)[0];

await test('a statement that is not slow is not kept, and with 0 none is', async () => {
	await held(['session'], () => admin.page(`/customers?q=${marker}`));
	const off = site.value('SELECT COUNT(*) FROM slow_statement');

	set('slow_statement_ms', '600');
	restart();
	await (await new Person(site, 'en').sign_in()).page(`/customers?q=${marker}`);
	return off === '0' && !kept('FROM session s') ? [] : [`${off} were kept`];
});

await test('a slow statement is kept with its plan, without values, and explained once an hour', async () => {
	const faults = [], person = await new Person(site, 'en').sign_in();

	await person.create('/customers', { name: `Company ${marker}` });
	await held(['search_text'], () => person.page(`/customers?q=${marker}`));
	await held(['session'], () => person.page('/customers'));
	const search = kept('search_text'), session = kept('FROM session s');
	if (!search || !session)
		return ['nothing was kept', ...site.sql('SELECT text FROM slow_statement').flat()];
	if (search[3] !== '/customers' || search[0] !== '1' || !(Number(search[5]) > 600000))
		faults.push(`the search: ${search}`);
	for (const [, plan_text, planned_at] of [search, session])
		if (!planned_at || !/^\d+\\t(SIMPLE|PRIMARY)\\t/.test(plan_text))
			faults.push(`no plan: ${planned_at} ${plan_text.slice(0, 80)}`);
	for (const [text, plan_text] of site.sql("SELECT text, IFNULL(plan, '') FROM slow_statement"))
		if ((text + plan_text).includes(marker) || (plan_text && !/^\(?(SELECT|WITH)/.test(text)))
			faults.push(`a value is kept, or a writing statement explained: ${text.slice(0, 80)}`);
	const line = logged().find(({ event, request }) => event === 'slow_statement' && request === search[6]);
	if (!line || !(line.statement_us > 600000) || !line.text.includes('search_text') || line.route !== '/customers')
		faults.push(`the log says ${JSON.stringify(line)}`);
	if (readFileSync(join(site.dir, 'state/qiao.log'), 'utf8').includes(marker))
		faults.push('a value is in the log');
	await held(['session'], () => person.page('/customers'));
	const again = kept('FROM session s');
	if (again[0] !== '2' || again[2] !== session[2])
		faults.push(`met again: ${session[0]}, ${session[2]}; ${again[0]}, ${again[2]}`);
	site.sql("UPDATE slow_statement SET planned_at = planned_at - INTERVAL 2 HOUR");
	await held(['session'], () => person.page('/customers'));
	if (!(kept('FROM session s')[2] > session[2]))
		faults.push('after an hour it is not explained again');
	// Of the past: kept, but the plan of now would be another.
	await held(['customer'], () => person.page('/customers?as_of=2026-11-01&sort=name'));
	if (logged().some(({ event }) => event === 'code' || event === 'database'))
		faults.push(`errors: ${JSON.stringify(logged().find(({ event }) => event === 'code' || event === 'database'))}`);
	const page = words((await person.page('/system/performance/statements')).text);
	if (!page.includes('FROM session s') || !/Possible keys/.test(page) || !page.includes('token_hash'))
		faults.push(`the page: ${page.slice(0, 300)}`);
	return faults;
});

await test('no transaction and no moment is left open by it: what is saved is there, what is of the past stays', async () => {
	const person = await new Person(site, 'en').sign_in(), faults = [];

	for (let turn = 0; turn < 5; turn++) {
		const id = await person.create('/customers', { name: `Kept ${turn}` });

		await person.get('/customers?as_of=2026-01-31');
		if ((await person.get(`/customers/${id}`)).status !== 200 || site.value(`SELECT COUNT(*) FROM customer WHERE id = ${id}`) !== '1')
			faults.push(`${id} is not there`);
	}
	return faults;
});

// --- what is missing ------------------------------------------------------------------------

await test('without a database: /health says 503, /metrics says so', async () => {
	site.database('stop');
	const faults = [], health = await guest().get('/health'), all = await series();

	if (health.status !== 503 || !/does not answer/.test(health.text))
		faults.push(`/health: ${health.status} ${health.text.slice(0, 80)}`);
	if (all.get('qiao_database_up') !== 0)
		faults.push('the database is said to be up');
	// The first time each worker loses a connection it had; from then on it finds none.
	let unreachable = 0;
	for (let turn = 0; turn < 12 && !unreachable; turn++)
		unreachable = sum(await series(), 'qiao_database_connection_errors_total');
	if (!unreachable)
		faults.push('nobody counted that it could not be reached');
	const check = spawnSync(check_qiao, ['-u', site.url], { encoding: 'utf8' });
	if (check.status !== 2 || !/does not answer/.test(check.stdout))
		faults.push(`check_qiao: ${check.status} ${check.stdout}`);
	site.database('start');
	for (let turn = 0; turn < 20 && (await guest().get('/health')).status !== 200; turn++)
		await pause(100);
	if ((await guest().get('/health')).status !== 200)
		faults.push('/health does not come back');
	return faults;
});

await test('without a folder for it nothing is counted, and nothing else is missing', async () => {
	const faults = [];

	// The harness makes a folder that is missing; in this one nobody can make a file.
	for (const folder of ['/proc']) {
		set('state_dir', folder);
		set('log_file', '');
		restart('nginx');
		const person = await new Person(site, 'en').sign_in();
		for (const path of ['/', '/customers', '/customers/1', '/system/performance', '/system/logs', '/health', '/metrics'])
			if ((await person.get(path)).status !== 200)
				faults.push(`${folder}: ${path} answers ${(await person.get(path)).status}`);
		if ([...(await series()).keys()].some((row) => row.startsWith('qiao_requests_total')))
			faults.push(`${folder}: figures come from nowhere`);
		if (!words((await person.page('/system/performance?span=all')).text).includes('Nothing is counted here'))
			faults.push(`${folder}: the page does not say why`);
		const said = site.log('customers.log').split('\n').filter((line) => line.includes('"event":"metrics"') && line.includes(folder));
		if (said.length !== 1)
			faults.push(`${folder}: said ${said.length} times`);
	}
	return faults;
});

finish();
