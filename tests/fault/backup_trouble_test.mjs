// backup_trouble_test.mjs: what an administrator may meet: the wrong folder, the wrong key, a damaged base, a manifest that cannot be read, logs that begin anew.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, has, skip_all, test } from '../web/lib.mjs';
import { BackupSite, Restored } from './backup_lib.mjs';

if (!has('nginx'))
	skip_all('nginx is missing');

const backup = new BackupSite({ customers: 20 });
const verify = (args = [], wanted = 0) => backup.backup_ends('verify', [`--key=${backup.key}`, ...args], wanted);
const path_of = (name, ending) => join(backup.folder, `${name}.${ending}`);
const says = (said, ...patterns) => patterns.filter((pattern) => !pattern.test(said)).map((pattern) => `${pattern} is not in: ${said}`);
const is_verified = (name) => existsSync(path_of(name, 'verified'));

// One bit of one byte in the middle; the second time it is as it was.
function damage(name) {
	const path = path_of(name, 'sealed'), bytes = readFileSync(path);

	bytes[bytes.length >> 1] ^= 1;
	writeFileSync(path, bytes);
}

function doctor() {
	const said = JSON.parse(backup.qiao_says(['doctor', '--security', '--json']));

	return said.checks.find(({ name }) => name.startsWith('a backup was restored elsewhere')).result;
}

backup.backup('full');
const [full] = backup.names('full');

await test('a folder that holds something else is refused, and left as it is', () => {
	const foreign = join(backup.place, 'foreign'), file = join(foreign, 'dear'), faults = [];

	mkdirSync(foreign);
	writeFileSync(file, 'to somebody');
	faults.push(...says(verify([`--into=${foreign}`], 1), /holds something else/));
	faults.push(...says(backup.qiao(['restore', `--into=${file}`, `--key=${backup.key}`], 1), /holds something else/));
	faults.push(...says(verify(['--into=foreign'], 2), /whole name/));
	return readFileSync(file, 'utf8') === 'to somebody' && !is_verified(full) ? faults : [...faults, 'it was touched'];
});

await test('another key is told as that, and nothing counts as damaged', () => {
	const other = join(backup.place, 'other');

	backup.backup('key', other);
	const faults = says(backup.backup_ends('verify', [`--key=${other}.secret`], 1), /sealed for another key/);

	if (is_verified(full))
		faults.push('it was written down');
	return [...faults, ...says(verify(), /All well/), ...(doctor() === 'pass' ? [] : ['the doctor does not see it'])];
});

await test('a damaged head is damage, though no key opens it', () => {
	const path = path_of(full, 'sealed'), bytes = readFileSync(path);

	bytes[20] ^= 1;
	writeFileSync(path, bytes);
	const faults = says(verify([full], 1), /damaged at its beginning/, /the file is damaged/);

	bytes[20] ^= 1;
	writeFileSync(path, bytes);
	return [...faults, ...says(verify([full]), /All well/)];
});

await test('a damaged base: what stands on it is not planned with, not added to, and told again', () => {
	backup.backup('incremental');
	const [tip] = backup.names('incremental');

	damage(full);
	rmSync(path_of(full, 'verified'));
	const faults = says(verify([], 1), /the file is damaged/, new RegExp(`${tip}: it stands on ${full}, which is damaged`));

	faults.push(...says(verify([], 1), new RegExp(`${full} was found broken`), /Something is wrong/));
	faults.push(...says(backup.qiao(['restore', '--plan'], 1), /no backup/));
	faults.push(...says(backup.backup('incremental'), /making a full one/), ...(doctor() === 'fail' ? [] : ['the doctor counts a failed verification']));
	damage(full);
	faults.push(...says(verify([full]), /All well/), ...says(verify([tip]), /All well/));
	return [...faults, ...says(backup.qiao(['restore', '--plan']), /Plan: restore/)];
});

await test('a manifest that cannot be read stops pruning: what stands on it is not known', () => {
	const path = path_of(full, 'manifest'), manifest = readFileSync(path, 'utf8'), before = readdirSync(backup.folder).length;

	writeFileSync(path, manifest.slice(0, manifest.length / 2));
	const faults = says(backup.backup_ends('prune', [], 1), new RegExp(`nothing is removed, as ${full}.manifest cannot be read`));

	if (readdirSync(backup.folder).length !== before)
		faults.push('something was removed');
	writeFileSync(path, manifest);
	return [...faults, ...says(backup.backup('prune'), /were removed/)];
});

await test('a folder of many thousand logs is read whole, and verified to its end', () => {
	const manifest = readFileSync(path_of(full, 'manifest'), 'utf8').replace(/^kind: full$/m, 'kind: binlog').replace(/^table: .*\n/gm, '');
	const many = Array.from({ length: 21000 }, (_, number) => `20200101-${String(number).padStart(9, '0')}-binlog`);

	for (const name of many) {
		writeFileSync(path_of(name, 'manifest'), manifest);
		writeFileSync(path_of(name, 'verified'), 'verified_at: 2020-01-01 00:00:00.000000\nverified_result: well\n');
	}
	// Something has to be verified behind them all.
	rmSync(path_of(full, 'verified'));
	const faults = says(verify(), new RegExp(`verifying ${full}`), /All well/);

	// No backup that is kept is as old as these.
	faults.push(...says(backup.backup('prune'), /2100\d of \d+ were removed/));
	return [...faults, ...(backup.names('full').length ? [] : ['the full ones went, too'])];
});

await test('the same restore, after more logs were archived, goes on to the end of them', () => {
	const into = backup.fresh(), args = ['restore', `--into=${into}`, `--key=${backup.key}`];

	backup.site.sql("INSERT INTO tag (name) VALUES ('before')");
	backup.backup('binlog');
	const first = backup.qiao(args), again = backup.qiao(args);

	backup.site.sql("INSERT INTO tag (name) VALUES ('behind')");
	backup.backup('binlog');
	const faults = [...says(first, /Restored to/), ...says(again, /already/), ...says(backup.qiao(args), /Restored to/)];
	const restored = new Restored(into), tags = restored.sql("SELECT name FROM tag WHERE name IN ('before', 'behind') ORDER BY name").flat().join();

	restored.end();
	if (tags !== 'before,behind')
		faults.push(`it holds ${tags}`);
	const short = backup.qiao(['restore', `--into=${backup.fresh()}`, `--key=${backup.key}`, '--to=2099-01-01 00:00:00']);

	return [...faults, ...says(short, /Restored to 20[0-8]/, /what was changed in between is in no backup/)];
});

await test('logs that begin anew are saved as others, and the next backup stands by itself', () => {
	backup.site.sql('RESET MASTER');
	backup.site.sql("INSERT INTO tag (name) VALUES ('anew')");
	const faults = says(backup.backup('binlog'), /counts its binary logs anew/, /binlog\.000001|\.000001/);

	faults.push(...says(backup.backup('incremental'), /making a full one/), ...says(backup.backup('binlog'), /^(?!.*anew)/s));
	const { into } = backup.restore([]), restored = new Restored(into), found = restored.sql("SELECT COUNT(*) FROM tag WHERE name = 'anew'")[0][0];

	restored.end();
	return found === '1' ? faults : [...faults, `${found} rows`];
});

finish();
