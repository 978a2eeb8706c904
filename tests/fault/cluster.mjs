// cluster.mjs: what the tests of several database servers share: a site on a private cluster, people who save without end, and whether all servers hold the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { Person, Site, pause, source, words } from '../web/lib.mjs';

// --- the site ----------------------------------------------------------------

// count: nodes of Galera, or 'standby': a primary (1) and its standby (2).
export function cluster(count, options) {
	class Cluster extends Site {
		database(act, ...args) {
			return this.harness('galera.sh', [act, this.dir, ...(act === 'start' ? [String(count)] : args.map(String))]);
		}

		sql(text, node = 1) {
			const out = this.database('sql', node, '-N', '-B', '-e', text);

			return out.split('\n').slice(0, -1).map((line) => line.split('\t'));
		}

		// A member of the whole cluster, that answers.
		is_member(node) {
			try {
				return this.sql(`SELECT GROUP_CONCAT(variable_value ORDER BY variable_name) FROM information_schema.global_status
					WHERE variable_name IN ('wsrep_cluster_size', 'wsrep_local_state_comment', 'wsrep_ready')`, node)[0][0] === `${count},Synced,ON`;
			} catch {
				return false;
			}
		}

		owner_password() {
			return /^owner_password = (.*)$/m.exec(readFileSync(join(this.dir, 'qiao.conf'), 'utf8'))[1];
		}

		pid(node) {
			return Number(this.database('pid', node));
		}

		get hosts() {
			return /^database_hosts = (.*)$/m.exec(readFileSync(join(this.dir, 'qiao.conf'), 'utf8'))[1].split(', ');
		}

		end() {
			if (this.dir && !process.env.QIAO_KEEP)
				spawnSync(join(source, 'tests/harness/galera.sh'), ['kill', this.dir], { stdio: 'ignore' });
			super.end();
		}
	}

	return new Cluster({ server: 'apache', ...options });
}

// Another web server with programs of its own on the same database; hosts: the database servers in another order of preference.
export function web(site, name, hosts) {
	const dir = join(site.dir, name), conf = join(dir, 'qiao.conf'), end = site.end;
	const other = Object.create(site, { dir: { value: dir, writable: true }, url: { value: '', writable: true } });

	mkdirSync(join(dir, 'log'), { recursive: true });
	spawnSync('cp', ['--preserve=mode,ownership', join(site.dir, 'qiao.conf'), conf]);
	if (hosts)
		writeFileSync(conf, readFileSync(conf, 'utf8').replace(/^database_hosts = .*$/m, `database_hosts = ${hosts.join(', ')}`));
	other.environment = { ...site.environment, QIAO_CONF: conf };
	other.start();
	// What was started last ends first: the folder goes with the site.
	site.end = () => {
		if (site.dir && !process.env.QIAO_KEEP)
			other.stop();
		end.call(site);
	};
	return other;
}

// --- balancers -------------------------------------------------------------------

export const a_port = () => 33000 + Math.floor(Math.random() * 20000);

// A template of httpd-conf with these values, as a file in the site's folder.
export function filled(site, template, values) {
	const path = join(site.dir, `balancer-${template.replaceAll('/', '-')}`.replace(/\.in$/, ''));
	const { status, stdout, stderr } = spawnSync(join(source, 'httpd-conf/fill.sh'), [join(source, 'httpd-conf', template)], { env: { ...process.env, ...values }, encoding: 'utf8' });

	if (status !== 0)
		throw new Error(stderr);
	writeFileSync(path, stdout);
	return path;
}

// Runs until ended by what it returns, at the latest with the site.
export function run_beside(site, command, args) {
	const child = spawn('sh', ['-c', 'PATH=$PATH:/usr/sbin; exec "$0" "$@"', command, ...args], { stdio: ['ignore', 'ignore', 'pipe'] }), end = site.end;
	let said = '';

	child.stderr.on('data', (text) => (said += text));
	// A test ends without it.
	child.unref();
	child.stderr.unref();
	site.end = () => {
		child.kill('SIGKILL');
		end.call(site);
	};
	return {
		end: () => new Promise((done) => {
			child.ref();
			if (child.exitCode === null)
				child.on('exit', done).kill('SIGTERM');
			else
				done();
		}),
		said: () => said,
	};
}

// HAProxy in front of the database servers; gives its address.
export function database_balancer(site) {
	const address = `127.0.0.1:${a_port()}`;

	run_beside(site, 'haproxy', ['-db', '-q', '-f', filled(site, 'haproxy/database.cfg.in', {
		BIND: address, GLOBAL_LINES: '', SERVERS: site.hosts.map((host, at) => `\tserver node${at + 1} ${host}${at ? ' backup' : ''}`).join('\n'),
	})]);
	return address;
}

// --- people who save -----------------------------------------------------------

// Everybody enters a customer and edits his own, in turn, until told to stop; what was acknowledged is written down.
export class Load {
	constructor(prefix) {
		this.prefix = prefix;
		this.created = [];
		this.notes = new Map();
		this.answers = [];
		this.work = [];
		this.stops = false;
	}

	async start(sites, count) {
		for (let number = 0; number < count; number++) {
			const person = await until(20000, () => new Person(sites[number % sites.length], 'en').sign_in().catch(() => null));
			const id = await until(20000, () => person.create('/customers', { name: `${this.prefix} edited ${number}` }).catch(() => null));

			this.work.push(this.save(person, number, id));
		}
		return this;
	}

	async save(person, number, id) {
		for (let turn = 1; !this.stops; turn++) {
			const began_at = Date.now();

			try {
				const is_new = turn % 2 === 1, name = `${this.prefix} ${number}.${turn}`;
				const form = is_new ? (await person.form('/customers/new')).fill({ name }) : (await person.form(`/customers/${id}/edit`)).fill({ note: String(turn) });
				const answer = await person.send(form);

				if (answer.status === 303 && is_new)
					this.created.push(name);
				else if (answer.status === 303)
					this.notes.set(id, turn);
				this.answers.push({ number, began_at, at: Date.now(), status: answer.status, text: answer.status === 303 ? '' : words(answer.text).slice(0, 160) });
			} catch (error) {
				const status = Number(/ answers (\d+)/.exec(error.message)?.[1]) || error.code || 'error';

				this.answers.push({ number, began_at, at: Date.now(), status, text: String(error.message).slice(0, 160) });
				await pause(20);
			}
			await pause(5);
		}
	}

	async stop() {
		this.stops = true;
		await Promise.all(this.work);
	}

	// Milliseconds from then until everybody had a change acknowledged that was begun afterwards; Infinity: not yet.
	back_after(time) {
		const good = this.answers.filter(({ began_at, status }) => began_at >= time && status === 303);

		return Math.max(...this.work.map((_, number) => Math.min(...good.filter((each) => each.number === number).map(({ at }) => at - time))));
	}

	// What was answered besides a change or a clear refusal.
	strange() {
		return this.answers.filter(({ status }) => ![303, 503].includes(status)).map(({ status, text }) => `${status} ${text}`);
	}

	// Of what was acknowledged, that which the rows do not hold.
	lost(sql) {
		const found = new Map(sql(`SELECT name, COUNT(*) FROM customer WHERE name LIKE '${this.prefix} %' GROUP BY name`).map(([name, times]) => [name, Number(times)]));
		const stored = new Map(sql("SELECT id, COALESCE(note, '') FROM customer").map(([id, note]) => [id, note]));

		return [...this.created.filter((name) => found.get(name) !== 1).map((name) => `${name} is there ${found.get(name) || 0} times`),
			...[...found].filter(([, times]) => times > 1).map(([name, times]) => `${name} is there ${times} times`),
			// A later save of the same person may have been stored without being acknowledged, never an earlier one.
			...[...this.notes].filter(([id, turn]) => !(Number(stored.get(id)) >= turn)).map(([id, turn]) => `customer ${id} holds ${stored.get(id)}, acknowledged was ${turn}`)];
	}
}

// --- are all servers the same? ---------------------------------------------------

// Every row of every table with all its earlier versions, as one line for each table. Sessions and what is staged are not compared.
export function whole(site, node) {
	const columns = site.sql(`SELECT c.table_name, t.table_type, GROUP_CONCAT(CONCAT('COALESCE(\`', c.column_name, '\`, ''~'')') ORDER BY c.ordinal_position)
		FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
		WHERE c.table_schema = 'qiao' AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND c.table_name NOT IN ('session', 'throttle', 'import_file')
		GROUP BY c.table_name ORDER BY c.table_name`, node);

	return site.sql(`SET time_zone = '+00:00'; ${columns.map(([table, type, list]) => `SELECT '${table}', COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', ${list}))), 0)
		FROM \`${table}\`${type === 'BASE TABLE' ? '' : ' FOR SYSTEM_TIME ALL'}`).join(' UNION ALL ')}`, node).map((row) => row.join(' '));
}

export function differences(site, nodes) {
	const [first, ...others] = nodes.map((node) => whole(site, node));

	return others.flatMap((each, place) => [...first.filter((line) => !each.includes(line)).map((line) => `node ${nodes[0]}: ${line}`),
		...each.filter((line) => !first.includes(line)).map((line) => `node ${nodes[place + 1]}: ${line}`)]);
}

// They may be a moment apart; a standby that was started, by as long as it waits once for one of its own (rpl_semi_sync_master_timeout, 10 s).
export async function same_soon(site, nodes) {
	const end = Date.now() + 20000;
	let faults = differences(site, nodes);

	while (faults.length && Date.now() < end) {
		await pause(250);
		faults = differences(site, nodes);
	}
	return faults;
}

export async function until(time_ms, act) {
	const end = Date.now() + time_ms;
	let answer;

	do {
		answer = await act();
		if (answer)
			return answer;
		await pause(100);
	} while (Date.now() < end);
	return answer;
}
