// servers_test.mjs: the same pages under Apache with mod_fcgid, nginx, plain CGI and .htaccess: equal byte for byte.
import { Person, Site, entities, exchange, finish, form_of, has_server, test } from './lib.mjs';
import { crawl, shape } from './crawl.mjs';

const servers = ['apache', 'nginx', 'cgi', 'htaccess'].filter(has_server);

// What may differ between two answers to the same question; nothing else may.
const masks = {
	body: [
		['token of a form', /(?<= name="token" value=")[^"]+/g],
		['number of the request', /(?<=<span class="mono">)[0-9a-f]{16}(?=<\/span>)/g],
		['moment of the figures on the front page', /(?<=<p class="count">[^<]*)\d{4}-\d\d-\d\d \d\d:\d\d/g],
		['moment to restore to', /(?<=--to=&#39;|id="restore-to" value=")[^&"]+/g],
		['time and statements at the foot', /(?<=<p class="foot">)[^<]+/g],
	],
	header: [
		['x-request-id', /^.*$/],
		['server-timing', /[\d.]+/g],
		['set-cookie', /(?<==)[\w-]{40,}/g],
		// nginx says it only where an answer is long enough to be compressed
		['vary', /^Accept-Encoding$/],
	],
	// of the server, the moment or the way of sending, not of the page
	dropped: ['server', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'accept-ranges', 'etag', 'last-modified'],
};

function masked(answer) {
	let body = answer.bytes.toString('latin1');
	const headers = {};

	for (const [, pattern] of masks.body)
		body = body.replace(pattern, '*');
	for (const [name, value] of Object.entries(answer.headers)) {
		if (masks.dropped.includes(name))
			continue;
		headers[name] = String(value);
		for (const [masked_name, pattern] of masks.header)
			if (masked_name === name)
				headers[name] = headers[name].replace(pattern, '*');
	}
	headers.vary ??= '*';
	return { status: answer.status, headers, body };
}

function around(text, at) {
	return Buffer.from(text.slice(Math.max(at - 60, 0), at + 60), 'latin1').toString('utf8').replace(/\s+/g, ' ');
}

// The first difference of two masked answers in words; '' when there is none.
function difference(one, other) {
	if (one.status !== other.status)
		return `status ${one.status}, ${other.status}`;
	for (const name of new Set([...Object.keys(one.headers), ...Object.keys(other.headers)]))
		if (one.headers[name] !== other.headers[name])
			return `header ${name}: ${one.headers[name]}, ${other.headers[name]}`;
	if (one.body === other.body)
		return '';
	for (let at = 0; ; at++)
		if (one.body[at] !== other.body[at])
			return `byte ${at}: "${around(one.body, at)}", "${around(other.body, at)}"`;
}

// Every page a person reaches, and what is said to people who are not signed in, who mistype or who make mistakes.
async function walk(site) {
	const person = await new Person(site, 'zh').sign_in(), guest = new Person(site, 'en'), answers = new Map();
	const found = await crawl(person, ['/', `/search?q=${encodeURIComponent('公司')}`, '/search?q=qqqqqq', '/nowhere', '/customers/999999999']);

	// What tells how the system is doing, tells something else each time.
	for (const path of found.keys())
		if (/^\/system\/(performance|logs)/.test(path))
			found.delete(path);
	for (const [path, { answer }] of found)
		answers.set(`GET ${path}`, answer);
	for (const path of ['/signin', '/customers', '/nowhere', '/health', '/robots.txt'])
		answers.set(`GET ${path} (nobody)`, await guest.get(path));
	answers.set('HEAD /customers', await person.ask('HEAD', '/customers'));
	answers.set('PUT /customers', await person.ask('PUT', '/customers', { body: 'x', type: 'text/plain' }));
	answers.set('POST /customers/new without a token', await person.post('/customers/new', [['name', 'x']]));
	answers.set('POST /signin, a wrong password', await guest.send(form_of((await guest.get('/signin')).text).fill({ login: 'nobody', password: 'wrong' })));
	for (const [path, { answer }] of found) {
		if (!/\/new$/.test(shape(path)) || answer.status !== 200)
			continue;
		const form = form_of(answer.text);

		for (const [name] of form.fields)
			if (name !== 'token')
				form.set(name, '');
		answers.set(`POST ${path} with nothing in it`, await person.send(form));
	}
	return answers;
}

const site = new Site({ server: servers[0], workers: 2, customers: 60 });
const port = Number(new URL(site.url).port);
const walks = {};

for (const server of servers) {
	if (server !== site.server) {
		site.stop();
		site.server = server;
		site.start(port);
	}
	walks[server] = await walk(site);
}

const first = [...walks[servers[0]]];

await test('the walk meets every list, and its record, forms, history and export', () => {
	const shapes = new Set(first.map(([name]) => shape(name).split('?')[0])), faults = [];
	const wanted = (page) => shapes.has(`GET ${page}`) || !faults.push(`${page} was not met`);

	for (const { name, path, is_fixed } of entities()) {
		if (!wanted(path))
			continue;
		if (site.value(`SELECT EXISTS (SELECT 1 FROM \`${name}\`)`) === '1')
			['/{id}', '/{id}/history', ...(is_fixed ? [] : ['/{id}/edit'])].map((rest) => wanted(path + rest));
		if (!is_fixed)
			['/new', '/export'].map((rest) => wanted(path + rest));
	}
	for (const [name, { status }] of first) {
		if (name.endsWith('with nothing in it') && status !== 422)
			faults.push(`${name} answers ${status}`);
		if (status >= 500)
			faults.push(`${name} answers ${status}`);
	}
	return faults.length ? faults : `${first.length} answers`;
});

for (const server of servers.slice(1)) {
	await test(`${server} answers as ${servers[0]} does, byte for byte`, () => {
		const faults = [...walks[server].keys()].filter((name) => !walks[servers[0]].has(name)).map((name) => `${name}: only under ${server}`);

		for (const [name, answer] of first) {
			const other = walks[server].get(name);
			const found = other ? difference(masked(answer), masked(other)) : `only under ${servers[0]}`;

			if (found)
				faults.push(`${name}: ${found}`);
		}
		return faults.length ? faults : `${first.length} answers, ${first.reduce((sum, [, { bytes }]) => sum + bytes.length, 0)} bytes`;
	});
}

await test('a changed byte and a changed header are seen on every page', () => {
	const faults = [];

	for (const [name, answer] of first) {
		const bytes = Buffer.from(answer.bytes), changed = { ...answer, bytes };
		const place = Math.max(bytes.lastIndexOf('<h1'), 0) + 1;

		if (bytes.length > place) {
			bytes[place] ^= 1;
			if (!difference(masked(answer), masked(changed)))
				faults.push(`${name}: a changed byte was not seen`);
		}
		if (!difference(masked(answer), masked({ ...answer, headers: { ...answer.headers, 'cache-control': 'public' } })))
			faults.push(`${name}: a changed header was not seen`);
		if (!difference(masked(answer), masked({ ...answer, status: answer.status + 1 })))
			faults.push(`${name}: a changed status was not seen`);
	}
	return faults;
});

// What writes, after all that compares.
for (const server of [...servers].reverse()) {
	if (server !== site.server) {
		site.stop();
		site.server = server;
		site.start();
	}
	const person = await new Person(site, 'en').sign_in();

	await test(`${server}: what is saved is there, and sending a file works`, async () => {
		const name = `Saved under ${server}`, faults = [];
		const id = await person.create('/customers', { name, note: '桥 & <bridge>' });
		const edited = await person.send((await person.form(`/customers/${id}/edit`)).fill({ website: 'https://example.com' }));

		if (edited.status !== 303)
			faults.push(`the edit answers ${edited.status}`);
		if (site.value(`SELECT CONCAT(name, website, note) FROM customer WHERE id = ${id}`) !== `${name}https://example.com桥 & <bridge>`)
			faults.push('the record is not as it was saved');
		if (!(await person.page('/customers')).text.includes(name))
			faults.push('the list does not have it');
		if (!(await person.page(await person.upload('/customers', `Name\n${'Sent in a file\n'.repeat(20000)}`))).text.includes('Sent in a file'))
			faults.push('the file did not arrive');
		return faults;
	});
	await test(`${server}: a body that nobody reads does not take the answer with it`, async () => {
		const answer = await person.ask('PUT', '/customers', { body: 'x'.repeat(100000), type: 'text/plain' });

		return answer.status === 405 && answer.text.includes('</html>') ? [] : [`the answer is ${answer.status}, ${answer.bytes.length} bytes`];
	});
	await test(`${server}: a body above the limit is refused in plain words`, async () => {
		const answer = await exchange(`${site.url}/signin`, { method: 'POST', headers: { 'Content-Length': '99999999' } });

		return answer.status === 413 && answer.text.includes('This is too large') ? [] : [`the answer is ${answer.status}`];
	});
	await test(`${server}: only what is meant for browsers can be fetched`, async () => {
		const faults = [];

		for (const path of ['/.htaccess', '/qiao.conf', '/static/../qiao.conf', '/programs/', '/programs/admin.cgi', '/programs/customers', '/templates/layout.mustache',
			'/static/%2e%2e/%2e%2e/qiao.conf', '/errors/../../qiao.conf']) {
			const answer = await exchange(site.url, { as_is: path });

			if (answer.status === 200 || /database_password|RewriteRule|ELF/.test(answer.text))
				faults.push(`${path} answers ${answer.status}`);
		}
		return faults;
	});
}

finish();
