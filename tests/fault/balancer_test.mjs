// balancer_test.mjs: three web servers behind HAProxy, nginx and Apache, in turn, by chance and by weight: who signed in at one is known at all, clicks are shared as said, and one that is stopped is not missed.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, has, pause, skip, skip_all, source, spawn, test } from '../web/lib.mjs';
import { a_port, filled, run_beside, until, web } from './cluster.mjs';

const clicks = 60, methods = ['round_robin', 'random', 'weighted'];

if (!has('nginx'))
	skip_all('nginx is missing');
const site = new Site({ server: 'nginx', customers: 0, workers: 2 });
const webs = [site, web(site, 'second'), web(site, 'third')];
const host = (each) => each.url.replace('http://', '');
const seen = () => webs.map((each) => each.log('access.log').split('\n').filter((line) => line.includes(' /customers')).length);

// --- the balancers, each with its own words for the same ----------------------------

const balancers = {
	haproxy: {
		start: (method, address) => run_beside(site, 'haproxy', ['-db', '-q', '-f', filled(site, 'haproxy/web.cfg.in', {
			METHOD: method, BIND: address, GLOBAL_LINES: '',
			SERVERS: webs.map((each, at) => `\tserver web${at + 1} ${host(each)}`).join('\n'),
			WEIGHTED_SERVERS: webs.map((each, at) => `\tserver web${at + 1} ${host(each)} weight ${at ? 1 : 4}`).join('\n'),
		})]),
	},
	nginx: {
		start: (method, address) => {
			const inner = filled(site, 'nginx/balancer.conf.in', {
				METHOD: method, BIND: address, BODY_MAX_BYTES: '68157440',
				SERVERS: webs.map((each) => `\tserver ${host(each)} max_fails=1 fail_timeout=5s;`).join('\n'),
				WEIGHTED_SERVERS: webs.map((each, at) => `\tserver ${host(each)} weight=${at ? 1 : 4} max_fails=1 fail_timeout=5s;`).join('\n'),
			});
			const outer = join(site.dir, 'balancer-nginx.conf');

			writeFileSync(outer, `daemon off; worker_processes 1; pid ${site.dir}/balancer-nginx.pid; error_log ${site.dir}/balancer-nginx.log;
				events {} http { access_log off; client_body_temp_path ${site.dir}/b1; proxy_temp_path ${site.dir}/b2; fastcgi_temp_path ${site.dir}/b3; uwsgi_temp_path ${site.dir}/b4; scgi_temp_path ${site.dir}/b5; include ${inner}; }\n`);
			return run_beside(site, 'nginx', ['-e', 'stderr', '-c', outer]);
		},
	},
	apache: {
		command: has('apache2') ? 'apache2' : 'httpd',
		start: (method, address) => {
			const inner = filled(site, 'apache/balancer.conf.in', {
				METHOD: method,
				SERVERS: webs.map((each) => `\tBalancerMember "${each.url}" hcmethod=GET hcuri=/health hcinterval=2 retry=5`).join('\n'),
				WEIGHTED_SERVERS: webs.map((each, at) => `\tBalancerMember "${each.url}" loadfactor=${at ? 1 : 4} hcmethod=GET hcuri=/health hcinterval=2 retry=5`).join('\n'),
			});
			const folder = ['/usr/lib/apache2/modules', '/usr/lib64/httpd/modules'].find(existsSync);
			const modules = ['mpm_event', 'authz_core', 'unixd', 'proxy', 'proxy_http', 'proxy_balancer', 'slotmem_shm', 'watchdog', 'proxy_hcheck', 'lbmethod_byrequests', 'lbmethod_bybusyness'];
			const outer = join(site.dir, 'balancer-apache.conf');

			writeFileSync(outer, `ServerRoot "${site.dir}"\nServerName 127.0.0.1\nPidFile "${site.dir}/balancer-apache.pid"\nErrorLog "${site.dir}/balancer-apache.log"\nDefaultRuntimeDir "${site.dir}"\nListen ${address}\n` +
				modules.map((name) => `<IfModule !${name}_module>\n\tLoadModule ${name}_module "${folder}/mod_${name}.so"\n</IfModule>\n`).join('') +
				`Include "${inner}"\n`);
			return run_beside(site, balancers.apache.command, ['-DFOREGROUND', '-f', outer]);
		},
	},
};

// Are the clicks shared as the method says?
function unfair(method, counts) {
	const [first, ...others] = counts, all = counts.reduce((sum, each) => sum + each, 0);

	if (all < clicks)
		return [`${all} clicks arrived`];
	if (method === 'round_robin')
		return counts.some((each) => Math.abs(each - all / 3) > all / 10) ? [`shared ${counts}`] : [];
	if (method === 'weighted')
		return Math.abs(first - all * 2 / 3) > all / 8 || others.some((each) => each === 0) ? [`shared ${counts}`] : [];
	return counts.some((each) => each < all / 12) ? [`shared ${counts}`] : [];
}

async function go_through(name, method, act) {
	const address = `127.0.0.1:${a_port()}`, running = balancers[name].start(method, address), door = { url: `http://${address}` };

	try {
		if (!await until(10000, async () => (await new Person(door, 'en').get('/health').catch(() => ({}))).status === 200))
			throw new Error(`${name} does not start: ${running.said()}`);
		return await act(door, await new Person(door, 'en').sign_in());
	} finally {
		await running.end();
	}
}

for (const name of Object.keys(balancers))
	for (const method of methods)
		if (!has(balancers[name].command || name))
			skip(`${name}, ${method}`, `${name} is missing`);
		else
			await test(`${name}, ${method}: one sign-in for all, and clicks are shared`, () => go_through(name, method, async (door, person) => {
				const before = seen(), faults = [];

				// Several at a time, so that there is something to choose by.
				for (let turn = 0; turn < clicks / 6; turn++)
					for (const { status } of await Promise.all(Array.from({ length: 6 }, () => person.get('/customers'))))
						if (status !== 200)
							faults.push(`a click answers ${status}`);
				await pause(100);
				const counts = seen().map((after, at) => after - before[at]);

				faults.push(...unfair(method, counts));
				return faults.length ? faults : `shared ${counts}`;
			}));
await test('control: clicks that all go to one would be noticed', () => (methods.every((method) => unfair(method, [clicks, 0, 0]).length === 1) ? [] : ['they are not']));

if (has('haproxy'))
	await test('haproxy: a web server is stopped and started again, and no click fails', () => go_through('haproxy', 'round_robin', async (door, person) => {
		const faults = [], counts = [];
		let stops = false;
		const load = (async () => {
			while (!stops) {
				const answer = await person.get('/customers').catch((error) => ({ status: error.code }));

				counts.push(answer.status);
				if (answer.status !== 200)
					faults.push(`click ${counts.length} answers ${answer.status}`);
			}
		})();
		const port = new URL(webs[2].url).port;

		await pause(500);
		// The program that stops it must not stop this one.
		const act = (...args) => new Promise((done) => spawn(join(source, 'tests/harness/site.sh'), args, { env: webs[2].environment, stdio: 'ignore' }).on('exit', done));
		await act('stop', webs[2].dir);
		await pause(3000);
		await act('start', webs[2].dir, 'nginx', port);
		const before = seen()[2], is_back = await until(15000, () => seen()[2] > before + 2);
		stops = true;
		await load;
		if (!is_back)
			faults.push('it gets no clicks any more');
		return faults.length ? faults.slice(0, 5) : `${counts.length} clicks`;
	}));
else
	skip('haproxy: a web server is stopped', 'haproxy is missing');
finish();
