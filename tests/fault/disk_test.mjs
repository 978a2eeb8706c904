// disk_test.mjs: there is no room for the file of an export: a clear answer instead of half a file, and all is well once there is room.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, has, skip_all, source, test, words } from '../web/lib.mjs';

const room_bytes = 40000;

if (!has('nginx'))
	skip_all('nginx is missing: with it the workers are known beforehand');
if (!has('prlimit'))
	skip_all('prlimit is missing');
const site = new Site({ server: 'nginx', workers: 2, customers: 600 });

// The programs are started anew by a shell that ignores the signal, so that a write beyond the limit fails as on a full disk.
site.harness = (script, args) => {
	const result = spawnSync('sh', ['-c', 'trap "" XFSZ; exec "$0" "$@"', join(source, 'tests/harness', script), ...args], { env: site.environment, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });

	if (result.status !== 0)
		throw new Error(result.stderr);
	return result.stdout;
};
site.stop();
site.start();

function room(bytes) {
	for (const process_id of site.workers('customers')) {
		const { uid, gid } = statSync(`/proc/${process_id}`), command = ['prlimit', '--pid', String(process_id), `--fsize=${bytes}:`];
		// In a container even root may not touch the limits of others: it acts as their account.
		const [name, ...args] = process.getuid() === 0 ? ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...command] : command;
		const result = spawnSync(name, args, { encoding: 'utf8' });

		if (result.status !== 0)
			throw new Error(`prlimit of ${process_id}: ${result.stderr}`);
	}
}

const people = { zh: await new Person(site, 'zh').sign_in(), en: await new Person(site, 'en').sign_in() };
const whole = await people.en.page('/customers/export?flavour=data');

await test('control: with room the export is whole, and larger than what is left afterwards', () => {
	const lines = whole.text.trim().split('\n').length;

	return lines > 600 && whole.bytes.length > room_bytes * 2 ? `${whole.bytes.length} bytes, ${lines} lines` : [`${whole.bytes.length} bytes, ${lines} lines`];
});
room(room_bytes);
for (const language of ['zh', 'en'])
	await test(`without room: 503, in the person's language, and nothing of the file (${language})`, async () => {
		const answer = await people[language].get('/customers/export?flavour=data'), faults = [];

		if (answer.status !== 503 || !/^text\/html/.test(answer.headers['content-type']))
			faults.push(`answers ${answer.status} ${answer.headers['content-type']}`);
		if (!answer.text.includes(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"`) || !words(answer.text).includes(language === 'zh' ? '空间' : 'no room'))
			faults.push(words(answer.text).slice(0, 300));
		if (answer.headers['content-disposition'])
			faults.push('it is offered as a file');
		return faults;
	});
await test('what needs less room goes on', async () => {
	const small = await people.en.get('/customers/export?flavour=data&q=zzzzzzzz'), list = await people.en.get('/customers');

	if (small.status !== 200 || list.status !== 200)
		throw new Error(`${small.status}, ${list.status}`);
	await people.en.create('/customers', { name: 'Saved without room' });
});
room('unlimited');
await test('with room again the same programs export it whole', async () => {
	const answer = await people.en.page('/customers/export?flavour=data');

	if (answer.bytes.length <= whole.bytes.length)
		throw new Error(`${answer.bytes.length} bytes`);
});

finish();
