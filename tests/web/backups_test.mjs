// backups_test.mjs: backups on the pages: asked for, made by the scheduler, verified, sent, removed in time, and a plan for any moment.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, finish, has, skip_all, test, words } from './lib.mjs';
import { BackupSite } from '../fault/backup_lib.mjs';

if (!has('nginx'))
	skip_all('nginx is missing');

const backup = new BackupSite({ customers: 20, settings: 'backup_keep_days = 3\nbackup_keep_weeks = 2\nbackup_keep_months = 2\nbackup_binlog_minutes = 1\n' });
backup.site.user('eva', 'Eva English', 'administrator');
const zh = await new Person(backup.site, 'zh').sign_in(), en = await new Person(backup.site, 'en').sign_in('eva');
const page = async (person, path = '/system/backups') => words((await person.page(path)).text.replace(/^.*<main/s, '<main'));
const lacks = (text, ...all) => all.filter((each) => !text.includes(each)).map((each) => `"${each}" is not in: ${text.slice(0, 600)}`);

await test('before the first one the page says so, and that nobody minds the schedule', async () =>
	lacks(await page(zh), '此处的备份都还没有恢复验证过', '还没有备份', '备份调度从未运行').concat(lacks(await page(en), 'No backup shown here was restored yet.', 'there is no backup', 'The scheduler has never run')));

await test('a backup is asked for: the page waits for the scheduler, which makes it', async () => {
	const answer = await zh.send((await zh.form('/system/backups')).fill({ kind: 'full' })), waiting = await page(zh);
	const said = backup.backup('due'), done = await page(zh);

	return [...lacks(waiting, '等待调度执行：全量备份'), ...lacks(done, '备份调度最近一次运行于', '全量备份', '尚未验证'), ...(done.includes('等待调度执行') ? ['still waiting'] : []),
		...(answer.status === 303 && backup.names('full').length === 1 && backup.names('binlog').length === 1 ? [] : [answer.status, said, ...backup.names()])];
});
await test('the schedule asks for nothing twice', () => {
	const before = backup.names().length, said = backup.backup('due');

	return backup.names().length === before ? [] : [said];
});
await test('verified, the page tells of it, in both languages', async () => {
	backup.backup('verify', `--key=${backup.key}`);
	const faults = lacks(await page(zh), '最近一次备份已在独立数据库中完整恢复并核对', '恢复已验证', '实测恢复时间');

	faults.push(...lacks(await page(en), 'The last backup was restored into a database of its own and compared.', 'Restore verified', 'Verified in a row 1'));
	return faults;
});
await test('the page of one backup tells what it holds and how to restore it', async () => {
	const id = backup.site.value("SELECT id FROM backup_run WHERE kind = 'full'"), name = backup.names('full')[0];

	return lacks(await page(en, `/system/backups/${id}`), name, backup.value(name, 'sha256'), `qiao restore --name=${name} --into=`, 'Restore verified');
});
await test('for a moment the page shows plan, loss and command; the command says the same', async () => {
	backup.backup('binlog');
	const reach = backup.value(backup.names('binlog').at(-1), 'covers');
	const guide = await page(en, `/system/backups/restore?to=${encodeURIComponent(`${reach}Z`)}`), later = await page(en, '/system/backups/restore?to=2037-01-01'), early = await page(en, '/system/backups/restore?to=2001-01-01');
	const command = /qiao restore --to='([^']*)'/.exec(guide)?.[1];
	const said = command ? backup.qiao(['restore', `--to=${command}`, '--plan']) : 'no command';

	return [...lacks(guide, 'Full backup', 'binary logs', 'Nothing up to that moment.'), ...lacks(later, 'Changes between'), ...lacks(early, 'No backup had ended by then'),
		...lacks(await page(en, '/system/backups/restore?to=soon'), 'This is no moment'), ...lacks(said, backup.names('full')[0], 'Expected loss: none')];
});

await test('a kind that is none, and a person without the right: nothing is asked for', async () => {
	backup.site.user('vera', 'Vera Viewer', 'viewer');
	const faults = [], form = await en.form('/system/backups'), odd = await en.send(form.fill({ kind: 'floppy' }));
	const vera = await new Person(backup.site, 'en').sign_in('vera'), refused = await vera.post('/system/backups', [['kind', 'full'], ['token', form.get('token')]]);

	if (odd.status !== 422 || ![403, 404].includes(refused.status) || backup.site.value('SELECT requested_kind FROM backup_state') !== 'NULL')
		faults.push(odd.status, refused.status, backup.site.value('SELECT requested_kind FROM backup_state'));
	return faults;
});

await test('copies go to another place by a command of one\'s own, the manifest last, and are restored from there', async () => {
	const other = join(backup.place, 'vault');

	mkdirSync(other);
	writeFileSync(join(backup.site.dir, 'qiao.conf'), `${readFileSync(join(backup.site.dir, 'qiao.conf'), 'utf8')}backup_send_command = dd status=none of=${other}/{name}\n`);
	backup.backup('due');
	const said = backup.qiao(['restore', `--from=${other}`, `--into=${backup.fresh()}`, `--key=${backup.key}`]), shown = await page(zh, '/system/backups');
	const same = readdirSync(other).every((name) => readFileSync(join(other, name)).equals(readFileSync(join(backup.folder, name))));

	return [...lacks(said, 'equal: '), ...lacks(shown, '本机 · 异地'), ...(same && readdirSync(other).length >= backup.names().length * 2 ? [] : readdirSync(other))];
});
await test('a copy that fails is tried again next time, and the backup itself stays', () => {
	const conf = join(backup.site.dir, 'qiao.conf'), good = readFileSync(conf, 'utf8'), before = backup.names().length;

	backup.backup('incremental');
	writeFileSync(conf, good.replace(/dd status=none/, 'false'));
	const said = backup.qiao(['backup', 'due'], 1);

	writeFileSync(conf, good);
	backup.backup('due');
	const name = backup.names('incremental')[0];

	return [...lacks(said, 'was not sent'), ...(existsSync(join(backup.folder, `${name}.sent`)) && backup.names().length > before ? [] : backup.names())];
});

// --- removing in time --------------------------------------------------------

// Made-up backups of the last 100 days: a full one each week, a differential on it each day, two incrementals on that.
function pretend() {
	const day_ms = 86400000, stamp = (time) => new Date(time).toISOString().replace('T', ' ').replace('Z', '000');
	const put = (time, kind, base) => {
		const name = `${stamp(time).replace(/[^0-9 ]/g, '').replace(' ', '-').slice(0, 18)}-${kind}`;

		writeFileSync(join(backup.folder, `${name}.manifest`), `kind: ${kind}\n${base ? `base: ${base}\n` : ''}line: another\nbegun: ${stamp(time)}\nfinished: ${stamp(time + 60000)}\nbytes: 7\nsha256: ${'a'.repeat(64)}\ncovers: ${stamp(time)}\nuntil: ${stamp(time + 60000)}\nend: manifest\n`);
		writeFileSync(join(backup.folder, `${name}.sealed`), 'pretend');
		return name;
	};
	let full;

	for (let day = 100; day > 1; day--) {
		const time = Date.now() - day * day_ms;

		if (day % 7 === 2)
			full = put(time, 'full');
		put(time + 1000, 'binlog');
		if (full)
			put(time + 4000, 'incremental', put(time + 3000, 'incremental', put(time + 2000, 'differential', full)));
	}
}

const orphans = () => backup.names().filter((name) => backup.value(name, 'base') && !backup.names().includes(backup.value(name, 'base')));

await test('old backups are removed; never one that a kept one stands on, nor the last verified chain', async () => {
	const real = backup.names();

	pretend();
	const all = backup.names(), plan = backup.backup('prune', '--plan'), untouched = backup.names().length === all.length, said = backup.backup('prune');
	const kept = backup.names(), days = new Set(kept.filter((name) => !name.endsWith('binlog')).map((name) => name.slice(0, 8)));
	const loose = readdirSync(backup.folder).filter((name) => /\.(sealed|verified)$/.test(name) && !kept.includes(name.replace(/(\.files)?\.(sealed|verified)$/, '')));
	const oldest_log = kept.find((name) => name.endsWith('binlog')), oldest = kept.find((name) => !name.endsWith('binlog'));

	if (!untouched || orphans().length || loose.length || !real.every((name) => kept.includes(name)) || kept.length > 60 || days.size < 6 || days.size > 12 || oldest_log < oldest)
		return [`${all.length} were there, ${kept.length} of ${days.size} days are kept; without base: ${orphans()}; loose: ${loose}; oldest ${oldest}, log ${oldest_log}`, ...real.filter((name) => !kept.includes(name)), plan.slice(-200), said.slice(-200)];
	return `${all.length} were there, ${kept.length} are kept: ${said.trim().split('\n').at(-1)}`;
});
await test('control: a base that is gone would be noticed, by this test and by the list', () => {
	const name = backup.names().find((each) => each.endsWith('full')), path = join(backup.folder, `${name}.manifest`);

	copyFileSync(path, `${path}.kept`);
	rmSync(path);
	const found = orphans().length, list = backup.backup('list');

	copyFileSync(`${path}.kept`, path);
	rmSync(`${path}.kept`);
	return found && list.includes('WHICH IS MISSING') ? [] : [found, list];
});
await test('pruned again, nothing more goes', () => lacks(backup.backup('prune'), '0 of '));

finish();
