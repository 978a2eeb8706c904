// manual_test.mjs: the manual is served by both web servers, as valid pages for every screen, also while everything else is closed.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, has_server, package_or_skip, skip, source, test } from './lib.mjs';

const { HtmlValidate } = await package_or_skip('html-validate');
const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'] });
const folder = join(source, 'htdocs/manual');
const pages = ['en', 'zh-CN'].flatMap((language) => readdirSync(join(folder, language)).map((name) => `/manual/${language}/${name}`));

for (const server of ['apache', 'nginx']) {
	if (!has_server(server)) {
		skip(`the manual under ${server}`, `${server} is missing`);
		continue;
	}
	const site = new Site({ server, customers: 0 }), guest = new Person(site, 'en');

	await test(`every page of the manual answers under ${server}, without signing in, and may run nothing`, async () => {
		const faults = [];

		for (const path of [...pages, '/manual/manual.css']) {
			const { status, headers } = await guest.get(path), type = path.endsWith('.css') ? 'text/css' : 'text/html';

			if (status !== 200 || !String(headers['content-type']).startsWith(type))
				faults.push(`${path}: ${status} ${headers['content-type']}`);
			if (headers['cache-control'] !== 'no-cache' || headers['x-content-type-options'] !== 'nosniff' || !/default-src 'none'/.test(headers['content-security-policy']))
				faults.push(`${path}: ${JSON.stringify(headers)}`);
		}
		return faults.length ? faults : `${pages.length} pages`;
	});
	await test(`it can be read under ${server} while the site is closed`, async () => {
		const faults = [];

		site.qiao(['maintenance', 'on']);
		for (const [path, wanted] of [['/signin', 503], [pages[0], 200]]) {
			const { status } = await guest.get(path);

			if (status !== wanted)
				faults.push(`${path}: ${status} instead of ${wanted}`);
		}
		site.qiao(['maintenance', 'off']);
		return faults;
	});
	if (server === 'apache')
		await test('zero HTML errors', async () => {
			const faults = [];

			for (const path of pages)
				for (const { messages } of (await validator.validateString((await guest.get(path)).text)).results)
					faults.push(...messages.map(({ ruleId, message, line }) => `${path}:${line}: ${ruleId} ${message}`));
			return faults;
		});
	await test(`no page lies about where it is under ${server}: what is not there is missing`, async () => {
		const { status } = await guest.get('/manual/en/nothing.html');

		return status === 404 ? [] : [`/manual/en/nothing.html: ${status}`];
	});
	site.end();
}
finish();
