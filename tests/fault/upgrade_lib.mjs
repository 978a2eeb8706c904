// upgrade_lib.mjs: a database of its own with migrations of its own, and a wire to it that cuts a command off at one statement.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { has, skip_all, source } from '../web/lib.mjs';

const programs = resolve(process.env.QIAO_PROGRAMS || process.env.QIAO_BUILD || '.');

// A folder of data with the product's migrations up to one of them.
export function lay_data(folder, up_to = '9999') {
	mkdirSync(join(folder, 'sql'), { recursive: true });
	for (const part of ['templates', 'htdocs', 'po', 'httpd-conf'])
		if (!existsSync(join(folder, part)))
			symlinkSync(join(source, part), join(folder, part));
	for (const name of readdirSync(join(source, 'sql')))
		if (!name.endsWith('.sql') || name.slice(0, 4) <= up_to)
			cpSync(join(source, 'sql', name), join(folder, 'sql', name), { recursive: true });
	if (up_to !== '9999')
		rmSync(join(folder, 'sql/views'), { recursive: true, force: true });
	return folder;
}

export class Ground {
	constructor(up_to) {
		if (!has('mariadbd'))
			skip_all('mariadbd is missing');
		this.dir = mkdtempSync(join(tmpdir(), 'qiao-up-'));
		process.on('exit', () => this.end());
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
			process.on(signal, () => process.exit(1));
		this.data = lay_data(join(this.dir, 'data_dir'), up_to);
		this.environment = { ...process.env, QIAO_FLUSH: '2', QIAO_BUFFER_POOL: '64M', QIAO_DATA: this.data, QIAO_CONF: join(this.dir, 'qiao.conf') };
		this.database('start');
		mkdirSync(join(this.dir, 'state'), { recursive: true });
		const conf = readFileSync(this.environment.QIAO_CONF, 'utf8');
		if (!conf.includes('state_dir'))
			writeFileSync(this.environment.QIAO_CONF, `${conf}state_dir = ${join(this.dir, 'state')}\n`);
	}

	database(act) {
		const { status, stderr } = spawnSync(join(source, 'tests/harness/mariadb.sh'), [act, this.dir], { env: this.environment, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });

		if (status !== 0)
			throw new Error(`mariadb.sh ${act}: ${stderr}`);
	}

	// Exit status and everything that was said.
	qiao(...args) {
		const { status, stdout, stderr } = spawnSync(join(programs, 'qiao'), args, { env: this.environment, encoding: 'utf8', input: 'a long password here\n' });

		return { status, text: stdout + stderr };
	}

	// The same, while others go on.
	start(...args) {
		return this.begin(join(programs, 'qiao'), args);
	}

	start_sql(text) {
		return this.begin('mariadb', [...this.client(), text]);
	}

	begin(command, args) {
		const child = spawn(command, args, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
		let text = '';

		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (piece) => { text += piece; });
		return new Promise((done) => child.on('close', (status) => done({ status, text })));
	}

	must(...args) {
		const { status, text } = this.qiao(...args);

		if (status !== 0)
			throw new Error(`qiao ${args.join(' ')}: ${text}`);
		return text;
	}

	client() {
		return [`--defaults-file=${join(this.dir, 'my.cnf')}`, `--socket=${join(this.dir, 'mariadb.sock')}`, `--user=${userInfo().username}`,
			'--default-character-set=utf8mb4', "--init-command=SET time_zone='+00:00'", 'qiao', '-N', '-B', '-e'];
	}

	sql(text) {
		const { status, stdout, stderr } = spawnSync('mariadb', [...this.client(), text], { encoding: 'utf8', maxBuffer: 1 << 28 });

		if (status !== 0)
			throw new Error(`${stderr} in ${text.slice(0, 300)}`);
		return stdout;
	}

	write(name, text) {
		mkdirSync(join(this.data, 'sql/down'), { recursive: true });
		writeFileSync(join(this.data, 'sql', name), text);
	}

	remove(name) {
		rmSync(join(this.data, 'sql', name), { force: true });
	}

	tables() {
		return this.sql(`SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'qiao' AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1`)
			.split('\n').filter(Boolean).map((line) => line.split('\t'));
	}

	// Everything, each row of the history included.
	sums() {
		const tables = this.tables();

		return this.sql(tables.map(([name, type]) => `SELECT '${name}', COUNT(*) FROM \`${name}\`${type === 'BASE TABLE' ? '' : ' FOR SYSTEM_TIME ALL'}`).join(' UNION ALL ') +
			`; CHECKSUM TABLE ${tables.map(([name]) => `\`${name}\``).join(', ')}`);
	}

	// The form of all tables; names, types, keys, comments.
	form() {
		return this.sql(`SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'qiao' ORDER BY 1;
			SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'qiao' ORDER BY 1, 3;
			SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, NON_UNIQUE FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = 'qiao' ORDER BY 1, 2, 3;
			SELECT TABLE_NAME, CONSTRAINT_NAME, REFERENCED_TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = 'qiao' ORDER BY 1, 2;
			SELECT name, sha256, phase FROM migration ORDER BY 1; SELECT COUNT(*) FROM migration_step; SELECT COUNT(*) FROM migration_tally; SELECT host FROM migration_lease`);
	}

	end() {
		if (!this.dir || process.env.QIAO_KEEP)
			return;
		spawnSync(join(source, 'tests/harness/mariadb.sh'), ['kill', this.dir], { env: this.environment, stdio: 'ignore' });
		rmSync(this.dir, { recursive: true, force: true });
		this.dir = null;
	}
}

// Where in the talk of qiao with its database it is killed: of the command with that number
//   before   it reached the server
//   during   the server has it and goes on, with nobody there to be answered
//   after    the server has done it, and the answer was never read
export const moments = ['before', 'during', 'after'];

// Counts what the client says: each command is a packet with the number 0.
class Counter {
	constructor() {
		this.rest = Buffer.alloc(0);
		this.said = [];
	}

	// Whether this piece ends the command with that number, or one with such words.
	feed(piece, wanted) {
		let is_it = false, at = 0;

		this.rest = Buffer.concat([this.rest, piece]);
		while (this.rest.length - at >= 4) {
			const size = this.rest.readUIntLE(at, 3) + 4;

			if (this.rest.length - at < size)
				break;
			if (this.rest[at + 3] === 0) {
				this.said.push(this.rest.toString('latin1', at + 5, at + Math.min(size, 105)));
				is_it ||= this.said.length === wanted || (wanted instanceof RegExp && wanted.test(this.said.at(-1)));
			}
			at += size;
		}
		this.rest = this.rest.subarray(at);
		return is_it;
	}
}

// Runs qiao over a wire of ours and kills it there, or lets hold() delay that command. wanted: number of the command, or
// words of it; 0: none. said: what it said to the database, command by command.
export async function cut(ground, args, wanted = 0, moment = 'before', hold) {
	const wire = join(ground.dir, 'wire.sock'), conf = join(ground.dir, 'wire.conf');
	const talks = [];
	let child, said = [], killed = false;
	const kill = () => {
		killed = true;
		child.kill('SIGKILL');
	};
	const server = net.createServer((client) => {
		const database = net.connect(join(ground.dir, 'mariadb.sock')), counter = new Counter();

		talks.push(database);
		said = counter.said;

		client.on('data', async (piece) => {
			const is_it = counter.feed(piece, wanted);

			if (killed)
				return;
			if (is_it && hold)
				await hold(child);
			if (is_it && !hold && moment === 'before')
				return kill();
			if (is_it && !hold && moment === 'after')
				database.once('data', kill);
			database.write(piece);
			if (is_it && !hold && moment === 'during')
				kill();
		});
		database.on('data', (piece) => killed || client.write(piece));
		for (const [one, other] of [[client, database], [database, client]]) {
			one.on('error', () => {});
			one.on('close', () => other.destroy());
		}
	});

	rmSync(wire, { force: true });
	writeFileSync(conf, readFileSync(join(ground.dir, 'qiao.conf'), 'utf8').replace(/^database_socket = .*$/m, `database_socket = ${wire}`));
	await new Promise((done) => server.listen(wire, done));
	child = spawn(join(programs, 'qiao'), [...args, `--config=${conf}`], { env: ground.environment, stdio: ['ignore', 'pipe', 'pipe'] });
	let text = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (piece) => { text += piece; });
	const [status, signal] = await new Promise((done) => child.on('close', (...how) => done(how)));
	server.close();
	// With a process end its connections, at once.
	await Promise.all(talks.map((each) => each.destroyed || new Promise((done) => each.on('close', done).destroy())));
	return { said, status, signal, text };
}
