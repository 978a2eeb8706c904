// areas_test.mjs: an area that is not deployed has no addresses, no entry in the navigation, and nothing leads to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Site, finish, links, source, test } from './lib.mjs';
import { crawl } from './crawl.mjs';

const table = readFileSync(join(source, 'httpd-conf/prefixes'), 'utf8').split('\n').filter((line) => /^\w/.test(line)).map((line) => line.split(/\s+/))
	.map(([name, ...prefixes]) => ({ name, prefixes, is_needed: prefixes.includes('/') || prefixes.includes('*') }));
const optional = table.filter(({ is_needed }) => !is_needed);

await test('the table names the same areas as the programs do', () => {
	const areas = [...readFileSync(join(source, 'cgi-bin/entities/areas.c'), 'utf8').matchAll(/^\t\{ "(\w+)", N_/gm)].map(([, name]) => name);

	return String(areas.sort()) === String(table.map(({ name }) => name).sort()) ? `${areas}` : [`areas.c: ${areas}`, `prefixes: ${table.map(({ name }) => name)}`];
});

if (!optional.length) {
	console.log('# every area is needed: none can be left out');
	finish();
	process.exit();
}

const is_below = (href, prefixes) => prefixes.includes(href.split(/[/?#]/)[1]);

async function look(site, person, left_out, name) {
	const found = await crawl(person);
	const pages = [...found].filter(([, { answer }]) => answer.status === 200 && /^text\/html/.test(answer.headers['content-type']));

	await test(`${name}: no page leads to it, and no link is dead`, () => {
		const faults = [];

		for (const [path, { answer, from }] of found)
			if (answer.status === 404 || answer.status >= 500)
				faults.push(`${path}, linked from ${from}, answers ${answer.status}`);
		for (const [path, { answer }] of pages)
			for (const href of links(answer.text).filter((each) => is_below(each, left_out.flatMap(({ prefixes }) => prefixes))))
				faults.push(`${path} links to ${href}`);
		return pages.length > 30 && !faults.length ? `${pages.length} pages` : [...faults, `${pages.length} pages`];
	});
	await test(`${name}: its addresses answer with the page for those who mistyped`, async () => {
		const faults = [];

		for (const prefix of left_out.flatMap(({ prefixes }) => prefixes))
			for (const path of [`/${prefix}`, `/${prefix}/1`]) {
				const answer = await person.get(path);

				if (answer.status !== 404 || !answer.text.includes('<nav'))
					faults.push(`${path} answers ${answer.status}`);
			}
		return faults;
	});
}

// Plain CGI: the programs read their settings at every click.
const site = new Site({ server: 'cgi', customers: 60 });
const person = await new Person(site, 'en').sign_in();

await test('with every area deployed, pages lead to all of them', async () => {
	const found = await crawl(person);

	return table.filter(({ prefixes }) => ![...found.values()].some(({ answer }) => links(answer.text).some((each) => is_below(each, prefixes))))
		.map(({ name }) => `nothing leads to ${name}`);
});

for (const left_out of optional.length > 1 ? [[optional[0]], optional] : [optional]) {
	const names = left_out.map(({ name }) => name);

	site.stop();
	site.environment.QIAO_AREAS = table.filter(({ name }) => !names.includes(name)).map(({ name }) => name).join(',');
	site.start();
	await look(site, person, left_out, `without ${names.join(', ')}`);
}

await test('a setting that says more than the web server serves gives dead links, and they are seen', async () => {
	const path = join(site.dir, 'qiao.conf');

	writeFileSync(path, readFileSync(path, 'utf8').replace(/^areas = .*$/m, 'areas ='));
	const dead = [...await crawl(person)].filter(([, { answer }]) => answer.status === 404);

	return dead.length ? `${dead.length} dead links` : ['no dead link was seen'];
});

finish();
