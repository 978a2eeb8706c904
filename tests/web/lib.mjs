// lib.mjs: what the web tests share: a site of their own, a person with a browser's manners, and TAP.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const source = resolve(process.env.QIAO_SOURCE || join(here, '../..'));
const programs = resolve(process.env.QIAO_PROGRAMS || process.env.QIAO_BUILD || '.');
const harness = join(source, 'tests/harness');
export const password = 'a long password here';
// Sanitizers make a program two to four times slower; bars of time are for the programs people run.
export const patience = existsSync(join(programs, 'qiao')) && readFileSync(join(programs, 'qiao')).includes('__asan_init') ? 3 : 1;

// --- TAP --------------------------------------------------------------------

let count = 0;

function say(is_good, name, text) {
	count++;
	console.log(`${is_good ? 'ok' : 'not ok'} ${count} - ${name.replaceAll('#', 'no.')}`);
	for (const line of text ? text.split('\n').slice(0, Number(process.env.QIAO_FAULTS || 40)) : [])
		console.log(`# ${line}`);
	if (!is_good)
		process.exitCode = 1;
}

// One promise: its function throws, or returns a list of faults that must be empty, or words to note.
export async function test(name, act) {
	try {
		const result = await act();
		if (Array.isArray(result))
			say(result.length === 0, name, result.join('\n'));
		else
			say(true, name, result);
	} catch (error) {
		say(false, name, String(error.stack || error));
	}
}

export function skip(name, reason) {
	count++;
	console.log(`ok ${count} - ${name} # SKIP ${reason}`);
}

export function skip_all(reason) {
	console.log(`1..0 # SKIP ${reason}`);
	process.exit(0);
}

export function finish() {
	console.log(`1..${count}`);
}

export const has = (command) => spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin; command -v ${command}`]).status === 0;
export const pause = (time_ms) => new Promise((done) => setTimeout(done, time_ms));

export async function package_or_skip(name) {
	try {
		return await import(name);
	} catch {
		return skip_all(`${name} is missing: run npm ci in tests/web`);
	}
}

// --- a site -----------------------------------------------------------------

function run(command, args, options = {}) {
	const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });

	if (result.status !== 0)
		throw new Error(`${command} ${args.join(' ')}: ${result.error || result.stderr || result.stdout}`);
	return result.stdout;
}

// Both plain CGI and .htaccess are Apache, too.
export const has_server = (server) => (server === 'nginx' ? has('nginx') : has('apache2') || has('httpd'));

export class Site {
	// server: apache, nginx, cgi or htaccess (see site.sh); workers: of each program; customers: how many the demo data has, 0 for none;
	// settings: more lines of qiao.conf, or what gives them for the site's folder; data, folder: other templates and programs than the product's.
	constructor({ server = 'apache', workers, customers = 60, settings = '', data = source, folder = programs } = {}) {
		if (!has('mariadbd'))
			skip_all('mariadbd is missing');
		if (!has_server(server))
			skip_all(`${server} is missing`);
		this.server = server;
		this.workers_wanted = workers;
		this.programs = folder;
		this.dir = mkdtempSync(join(tmpdir(), 'qiao-web-'));
		process.on('exit', () => this.end());
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
			process.on(signal, () => process.exit(1));
		this.environment = { ...process.env, QIAO_FLUSH: '2', QIAO_BUFFER_POOL: process.env.QIAO_BUFFER_POOL || '64M', QIAO_DATA: data, QIAO_PROGRAMS: folder,
		                     QIAO_CONF: join(this.dir, 'qiao.conf') };
		if (workers)
			this.environment.QIAO_WORKERS = String(workers);
		this.database('start');
		appendFileSync(join(this.dir, 'qiao.conf'), typeof settings === 'function' ? settings(this.dir) : settings);
		this.qiao(['migrate']);
		this.user('admin', 'Ada Admin', 'administrator');
		if (customers)
			this.qiao(['demo-data', `--customers=${customers}`]);
		this.start();
	}

	harness(script, args) {
		// Servers stay behind as children of nobody: their output goes to files, so that no pipe is held open.
		return run(join(harness, script), args, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
	}

	database(act) {
		this.harness('mariadb.sh', [act, this.dir]);
	}

	// At another port, unless one is given.
	start(wanted) {
		let fault;

		for (let attempt = 0; attempt < 5; attempt++) {
			const port = wanted || 10000 + Math.floor(Math.random() * 20000);
			try {
				this.harness('site.sh', ['start', this.dir, this.server, String(port)]);
				this.url = readFileSync(join(this.dir, 'url'), 'utf8').trim();
				return;
			} catch (error) {
				fault = error;
			}
		}
		throw fault;
	}

	stop() {
		this.harness('site.sh', ['stop', this.dir]);
	}

	workers(program) {
		return this.harness('site.sh', ['workers', this.dir, program]).split('\n').filter(Boolean).map(Number);
	}

	// Behind nginx a program's workers are the children of the process that minds them.
	children(program) {
		const minder = readFileSync(join(this.dir, 'run', `${program}.pid`), 'utf8').trim();

		return readFileSync(`/proc/${minder}/task/${minder}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	}

	qiao(args, input = '') {
		return run(join(this.programs, 'qiao'), args, { env: this.environment, input });
	}

	user(login, name, role, team) {
		this.qiao(['user', 'add', `--login=${login}`, `--name=${name}`, `--role=${role}`, ...(team ? [`--team=${team}`] : [])], `${password}\n`);
	}

	// Rows of text, NULL as the word.
	sql(text) {
		const out = run('mariadb', [`--defaults-file=${join(this.dir, 'my.cnf')}`, `--socket=${join(this.dir, 'mariadb.sock')}`, `--user=${userInfo().username}`,
			'--default-character-set=utf8mb4', 'qiao', '-N', '-B', '-e', text]);

		return out.split('\n').slice(0, -1).map((line) => line.split('\t'));
	}

	value(text) {
		return this.sql(text)[0]?.[0];
	}

	// What is kept, as one text: equal texts mean that nothing changed. Sessions, throttles, staged files and who runs are no changes.
	sums() {
		if (!this.tables)
			this.tables = this.sql(`SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'qiao'
				AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
				AND table_name NOT IN ('session', 'throttle', 'import_file', 'slow_statement', 'program_process') ORDER BY 1`);
		const counts = this.tables.map(([name, type]) => `SELECT '${name}', COUNT(*) FROM \`${name}\`${type === 'BASE TABLE' ? '' : ' FOR SYSTEM_TIME ALL'}`);
		const list = this.tables.map(([name]) => `\`${name}\``).join(', ');

		return this.sql(`${counts.join(' UNION ALL ')}; CHECKSUM TABLE ${list}`).map((row) => row.join(' ')).join('\n');
	}

	log(name) {
		const path = join(this.dir, 'log', name);

		return existsSync(path) ? readFileSync(path, 'utf8') : '';
	}

	end() {
		if (!this.dir)
			return;
		if (process.env.QIAO_KEEP)
			return;
		for (const [script, act] of [['site.sh', 'stop'], ['mariadb.sh', 'kill']])
			spawnSync(join(harness, script), [act, this.dir], { env: this.environment, stdio: 'ignore' });
		rmSync(this.dir, { recursive: true, force: true });
		this.dir = null;
	}
}

// --- pages and forms --------------------------------------------------------

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export function plain(text) {
	return text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (all, name) => {
		if (name[0] !== '#')
			return named[name] ?? all;
		return String.fromCodePoint(name[1].toLowerCase() === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
	});
}

export function words(html) {
	return plain(html.replace(/<(script|style)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim();
}

function attributes(text) {
	const found = {};

	for (const [, name, , value] of text.matchAll(/([a-z-]+)(="([^"]*)")?/gi))
		found[name] = value === undefined ? '' : plain(value);
	return found;
}

class Form {
	constructor(head, body) {
		const about = attributes(head);

		this.action = about.action;
		this.method = (about.method || 'get').toLowerCase();
		this.is_multipart = about.enctype === 'multipart/form-data';
		this.fields = [];
		this.buttons = [];
		// What a person may fill in: name, type (select and textarea, too), mode of its keyboard.
		this.controls = [];
		for (const [, alone, text_alone, pair, text_pair, rest] of
			body.matchAll(/<(input)\b((?:[^>"]|"[^"]*")*)>|<(select|textarea|button)\b((?:[^>"]|"[^"]*")*)>(.*?)<\/\3>/gs)) {
			const tag = alone || pair, text = text_alone ?? text_pair;
			const a = attributes(text);

			if (tag !== 'button' && a.name && a.disabled === undefined && !['submit', 'hidden', 'file'].includes(a.type))
				this.controls.push({ name: a.name, type: tag === 'input' ? a.type || 'text' : tag, mode: a.inputmode || '', value: a.value, is_fixed: a.readonly !== undefined });
			if (tag === 'button' || a.type === 'submit') {
				this.buttons.push({ ...a, text: words(rest) });
			} else if (a.name === undefined || a.disabled !== undefined || a.type === 'file') {
				continue;
			} else if (tag === 'select') {
				const options = [...rest.matchAll(/<option\b([^>]*)>/g)].map(([, o]) => attributes(o));
				const chosen = options.find((o) => o.selected !== undefined) || options[0];

				if (chosen)
					this.fields.push([a.name, chosen.value]);
			} else if (tag === 'textarea') {
				this.fields.push([a.name, plain(rest).replace(/^\n/, '')]);
			} else if (!['checkbox', 'radio'].includes(a.type) || a.checked !== undefined) {
				this.fields.push([a.name, a.value ?? 'on']);
			}
		}
	}

	get(name) {
		return this.fields.find(([each]) => each === name)?.[1];
	}

	set(name, value) {
		const place = this.fields.findIndex(([each]) => each === name);

		if (value === null)
			this.fields = this.fields.filter(([each]) => each !== name);
		else if (place < 0)
			this.fields.push([name, value]);
		else
			this.fields[place] = [name, value];
		return this;
	}

	fill(values) {
		for (const [name, value] of Object.entries(values))
			this.set(name, value);
		return this;
	}
}

export function forms(html) {
	return [...html.matchAll(/<form\b((?:[^>"]|"[^"]*")*)>(.*?)<\/form>/gs)].map(([, head, body]) => new Form(head, body));
}

// The page's own form: the first one in its main part that posts to an address ending so.
export function form_of(html, action = '') {
	const found = forms(html.slice(Math.max(html.indexOf('<main'), 0))).filter((form) => form.method === 'post' && form.action.endsWith(action));

	if (!found.length)
		throw new Error(`no form for "${action}" on: ${words(html).slice(0, 300)}`);
	return found[0];
}

// Is the page in the language that the person reads?
export function language_faults(answer, language, name) {
	const faults = [], text = words(answer.text);
	const main = words(answer.text.slice(Math.max(answer.text.indexOf('<main'), 0)));

	if (!answer.text.includes(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"`))
		faults.push(`${name}: not in the person's language: ${text.slice(0, 100)}`);
	if ((language === 'zh') !== /[\u4e00-\u9fff]{4}/.test(main.replace(/中文/g, '')) && language === 'zh')
		faults.push(`${name}: no Chinese in ${main.slice(0, 200)}`);
	return faults;
}

// Does the page hold the typed text, in a field or as a hidden one to be sent again?
export function keeps(answer, value) {
	return forms(answer.text).some((form) => form.fields.some(([, each]) => each === value)) || plain(answer.text).includes(value);
}

export function links(html) {
	return [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href]) => plain(href));
}

export function encode(fields) {
	return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function encode_parts(fields, file) {
	const boundary = '----qiao-web-test-boundary';
	const parts = fields.map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));

	if (file)
		parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\nContent-Type: text/csv\r\n\r\n`),
			Buffer.from(file.content), Buffer.from('\r\n'));
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return { body: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}` };
}

// One exchange, nothing followed. A server that answers before it has read everything still counts as having answered.
// as_is: a path that goes out as it is written, with its dots.
export function exchange(url, { method = 'GET', headers = {}, body, agent, as_is } = {}) {
	return new Promise((done, fail) => {
		let answered = false;
		const request = http.request(url, { method, headers, agent, timeout: 30000, ...(as_is && { path: as_is }) }, (response) => {
			const pieces = [];

			answered = true;
			response.on('data', (piece) => pieces.push(piece));
			response.on('error', fail);
			response.on('end', () => {
				const bytes = Buffer.concat(pieces);

				done({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString('utf8') });
			});
		});

		request.on('timeout', () => request.destroy(new Error(`no answer within 30 s: ${method} ${url}`)));
		request.on('error', (error) => answered || fail(error));
		request.end(body);
	});
}

export class Person {
	constructor(site, language = 'zh') {
		this.site = site;
		this.language = language;
		this.cookies = new Map();
		this.agent = new http.Agent({ keepAlive: false });
	}

	async ask(method, path, { body, type, headers = {} } = {}) {
		const all = { 'Accept-Language': this.language, Accept: 'text/html', ...headers };

		if (this.cookies.size)
			all.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		if (body !== undefined) {
			all['Content-Type'] = type;
			all['Content-Length'] = String(Buffer.byteLength(body));
		}
		const answer = await exchange(this.site.url + path, { method, headers: all, body, agent: this.agent });

		for (const cookie of answer.headers['set-cookie'] || []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);

			if (value)
				this.cookies.set(name, value);
			else
				this.cookies.delete(name);
		}
		answer.path = path;
		answer.location = answer.headers.location?.replace(this.site.url, '');
		return answer;
	}

	get(path, headers) {
		return this.ask('GET', path, { headers });
	}

	post(path, fields, headers) {
		return this.ask('POST', path, { body: typeof fields === 'string' ? fields : encode(fields), type: 'application/x-www-form-urlencoded', headers });
	}

	// Sends a form as a browser would; button: the words on it, or its name.
	send(form, { button, file } = {}) {
		const fields = [...form.fields];
		const pressed = button && form.buttons.find((each) => each.text.startsWith(button) || each.name === button);

		if (button && !pressed)
			throw new Error(`no button "${button}" in the form for ${form.action}`);
		if (pressed?.name)
			fields.push([pressed.name, pressed.value]);
		if (form.is_multipart)
			return this.ask('POST', form.action, (({ body, type }) => ({ body, type }))(encode_parts(fields, file)));
		return this.post(form.action, fields);
	}

	async follow(answer) {
		for (let turns = 0; answer.status === 303 && turns < 5; turns++)
			answer = await this.get(answer.location);
		return answer;
	}

	async page(path) {
		const answer = await this.get(path);

		if (answer.status !== 200)
			throw new Error(`${path} answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		return answer;
	}

	async form(path, action) {
		return form_of((await this.page(path)).text, action ?? path.split('?')[0]);
	}

	async sign_in(login = 'admin') {
		const form = await this.form('/signin');
		const answer = await this.send(form.fill({ login, password }));

		if (answer.status !== 303)
			throw new Error(`signing in as ${login} answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		return this;
	}

	// A new record through its form, opened with a query that says what it belongs to; answers with its id.
	async create(path, values, query = '') {
		const answer = await this.send((await this.form(`${path}/new${query}`)).fill(values));

		if (answer.status !== 303)
			throw new Error(`${path}/new answers ${answer.status}: ${words(answer.text).slice(0, 600)}`);
		return /\/(\d+)/.exec(answer.location)[1];
	}

	async upload(path, content, name = 'test.csv') {
		const answer = await this.send(await this.form(`${path}/import`), { file: { field: 'file', name, content } });

		if (answer.status !== 303)
			throw new Error(`${path}/import answers ${answer.status}: ${words(answer.text).slice(0, 300)}`);
		return answer.location;
	}
}

// --- the table of routes, as the programs print it ----------------------------

let table;

// Every page of every program: method, pattern, entity (null: none), right, area, is_own (not a standard page), and its flags.
export function routes() {
	if (table)
		return table;
	const areas = readFileSync(join(source, 'httpd-conf/prefixes'), 'utf8').split('\n').filter((line) => /^\w/.test(line)).map((line) => line.split(/\s/)[0]);

	table = areas.flatMap((area) => run(join(programs, area), ['--routes']).trim().split('\n').map((line) => {
		const [method, pattern, entity, right, origin, ...flags] = line.split(' ');

		return { area, method, pattern, entity: entity === '-' ? null : entity, right, is_own: origin === 'own', flags: flags.join(' ').toUpperCase() };
	}));
	if (areas.length < 2 || table.length < 100 || table.some(({ method, right }) => !/^(GET|POST)$/.test(method) || !right))
		throw new Error(`the route tables could not be read: ${table.length} rows of ${areas}`);
	return table;
}

// Every entity that has pages: its name, path and flags.
export function entities() {
	return routes().filter(({ pattern, is_own }) => !is_own && pattern.endsWith('/export')).map(({ pattern, entity, area, flags }) => {
		const path = pattern.slice(0, -'/export'.length);

		return { name: entity, path, area, is_owned: /OWNED/.test(flags), is_reasoned: /REASONED/.test(flags),
			is_fixed: !routes().some((each) => each.method === 'POST' && each.pattern === `${path}/new`) };
	});
}

// --- a browser ---------------------------------------------------------------

export async function browser() {
	const path = process.env.QIAO_CHROMIUM || ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
	const { chromium } = await package_or_skip('playwright-core');

	if (!path)
		skip_all('chromium is missing');
	return chromium.launch({
		executablePath: path,
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		       '--disable-component-update', '--disable-sync'],
	});
}

export { spawn };
