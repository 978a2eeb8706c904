// backup_lib.mjs: what the tests of backups share: a site with a binary log and a folder for backups, restored data under a server of
// its own, and a ledger: clients that write down, outside of the data, every write that was acknowledged.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Site, has, skip_all, source } from '../web/lib.mjs';

const harness = (script, args, env) => {
	const result = spawnSync(join(source, 'tests/harness', script), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

	if (result.status !== 0)
		throw new Error(`${script} ${args.join(' ')}: ${result.stderr}`);
	return result.stdout;
};

// A site whose data can be backed up. Everything of the test that is not the site's data lies in `place`.
export class BackupSite {
	constructor(options = {}) {
		for (const command of ['mariadb-backup', 'mbstream', 'mariadb-binlog', 'mariadb-dump', 'zstd', 'tar'])
			if (!has(command))
				skip_all(`${command} is missing`);
		this.place = mkdtempSync(join(tmpdir(), 'qiao-bk-'));
		process.on('exit', () => process.env.QIAO_KEEP || rmSync(this.place, { recursive: true, force: true }));
		this.folder = join(this.place, 'to');
		mkdirSync(this.folder, { mode: 0o700 });
		process.env.QIAO_BINLOG = '1';
		this.site = new Site({ server: 'nginx', workers: 2, ...options,
			settings: `backup_to = ${this.folder}\nbackup_key_file = ${this.place}/key.public\n${options.settings || ''}` });
		this.key = join(this.place, 'key.secret');
		this.qiao(['backup', 'key', join(this.place, 'key')]);
		this.count = 0;
	}

	// Both outputs together; throws unless it ends with the wanted status.
	qiao(args, wanted = 0) {
		const result = spawnSync(join(this.site.programs, 'qiao'), args, { env: this.site.environment, encoding: 'utf8', maxBuffer: 1 << 26 });
		const said = result.stdout + result.stderr;

		if (result.status !== wanted)
			throw new Error(`qiao ${args.join(' ')} ended with ${result.status ?? result.signal}, not ${wanted}:\n${said}`);
		return said;
	}

	// What it prints, however it ends.
	qiao_says(args) {
		return spawnSync(join(this.site.programs, 'qiao'), args, { env: this.site.environment, encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;
	}

	backup(...args) {
		return this.qiao(['backup', ...args]);
	}

	backup_ends(act, args, wanted) {
		return this.qiao(['backup', act, ...args], wanted);
	}

	// Names of the backups that are complete, oldest first; kind: of that one alone.
	names(kind = '') {
		return readdirSync(this.folder).filter((name) => name.endsWith(`${kind}.manifest`)).map((name) => name.slice(0, -9)).sort();
	}

	manifest(name) {
		return readFileSync(join(this.folder, `${name}.manifest`), 'utf8');
	}

	value(name, setting) {
		return new RegExp(`^${setting}: (.*)$`, 'm').exec(this.manifest(name))?.[1];
	}

	fresh() {
		return join(this.place, `r${this.count++}`);
	}

	restore(args, wanted = 0) {
		const into = this.fresh();

		return { into, said: this.qiao(['restore', `--into=${into}`, `--key=${this.key}`, ...args], wanted) };
	}
}

// Restored data, opened by a server of its own.
export class Restored {
	constructor(into) {
		this.into = into;
		this.dir = `${into}s`;
		mkdirSync(this.dir);
		renameSync(join(into, 'data'), join(this.dir, 'data'));
		writeFileSync(join(this.dir, 'data', 'made'), '');
		harness('mariadb.sh', ['start', this.dir], { QIAO_BINLOG: '0', QIAO_FLUSH: '2', QIAO_BUFFER_POOL: '64M' });
	}

	sql(text) {
		const result = spawnSync('mariadb', [`--defaults-file=${this.dir}/my.cnf`, `--socket=${this.dir}/mariadb.sock`, `--user=${userInfo().username}`, '--default-character-set=utf8mb4',
			'qiao', '-N', '-B', '-e', `SET time_zone = '+00:00'; ${text}`], { encoding: 'utf8', maxBuffer: 1 << 28 });

		if (result.status !== 0)
			throw new Error(result.stderr);
		return result.stdout.split('\n').slice(0, -1).map((line) => line.split('\t'));
	}

	end() {
		harness('mariadb.sh', ['kill', this.dir]);
		rmSync(this.dir, { recursive: true, force: true });
		rmSync(this.into, { recursive: true, force: true });
	}
}

// One client of the database that obeys the clock as the programs do. What was acknowledged is a line in the file of the ledger:
// moment, act, number of the record, name.
export class Writer {
	constructor(site, ledger, number) {
		this.ledger = ledger;
		this.number = number;
		this.mine = [];
		this.turn = 0;
		this.client = spawn('mariadb', [`--defaults-file=${join(site.dir, 'my.cnf')}`, `--socket=${join(site.dir, 'mariadb.sock')}`, `--user=${userInfo().username}`,
			'--default-character-set=utf8mb4', '-N', '-B', '-n', 'qiao'], { stdio: ['pipe', 'pipe', 'inherit'] });
		this.answers = createInterface({ input: this.client.stdout })[Symbol.asyncIterator]();
		this.client.stdin.write("SET time_zone = '+00:00';\n");
	}

	async change(statement, act) {
		this.client.stdin.write(`BEGIN; UPDATE clock SET at = GREATEST(SYSDATE(6), at + INTERVAL 1 MICROSECOND) WHERE id = 1; SELECT at INTO @at FROM clock WHERE id = 1;
			SET timestamp = UNIX_TIMESTAMP(@at); ${statement}; INSERT INTO \`change\` (at, route, kind, request_id) VALUES (@at, 'ledger', 'command', '');
			INSERT INTO change_record (at, entity, record_id, action) VALUES (@at, 'customer', @id, '${act}');
			COMMIT; SET timestamp = DEFAULT; SELECT @at, @id;\n`);
		const [at, id] = (await this.answers.next()).value.split('\t');

		return { at, id };
	}

	async write() {
		const turn = this.turn++, name = `Ledger ${this.number}.${turn}`, choice = turn % 10;
		let act, id, at;

		if (choice < 5 || !this.mine.length) {
			act = 'create';
			({ at, id } = await this.change(`INSERT INTO customer (name, created_at) VALUES ('${name}', @at); SET @id = LAST_INSERT_ID()`, act));
			this.mine.push(id);
		} else {
			act = choice < 9 ? 'update' : 'remove';
			id = this.mine[turn * 7 % this.mine.length];
			({ at } = await this.change(act === 'update' ? `SET @id = ${id}; UPDATE customer SET name = '${name}', version = version + 1 WHERE id = @id`
				: `SET @id = ${id}; DELETE FROM customer WHERE id = @id`, act));
			if (act === 'remove')
				this.mine = this.mine.filter((each) => each !== id);
		}
		appendFileSync(this.ledger, `${at}\t${act}\t${id}\t${name}\n`);
	}

	end() {
		this.client.stdin.end();
	}
}

export function read_ledger(path) {
	return readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => {
		const [at, act, id, name] = line.split('\t');

		return { at, act, id, name };
	}).sort((a, b) => (a.at < b.at ? -1 : 1));
}

const forever = '2038-01-19 03:14:07.999999';

// What history and present of the ledger's customers must be at that moment, as lines of text.
export function expected(ledger, moment) {
	const open = new Map(), lines = [];

	for (const { at, act, id, name } of ledger.filter((each) => each.at <= moment)) {
		if (open.has(id)) {
			const before = open.get(id);

			lines.push([id, before.name, before.at, at].join(' '));
			open.delete(id);
		}
		if (act !== 'remove')
			open.set(id, { name, at });
	}
	for (const [id, { name, at }] of open)
		lines.push([id, name, at, forever].join(' '));
	return lines.sort();
}

export function found(restored) {
	return restored.sql("SELECT id, name, row_start, row_end FROM customer FOR SYSTEM_TIME ALL WHERE name LIKE 'Ledger %'").map((row) => row.join(' ')).sort();
}

export function differences(wanted, is_there) {
	const there = new Set(is_there), all = new Set(wanted);

	return [...wanted.filter((line) => !there.has(line)).map((line) => `lost: ${line}`), ...is_there.filter((line) => !all.has(line)).map((line) => `too much: ${line}`)];
}
