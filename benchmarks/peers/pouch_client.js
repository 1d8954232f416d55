// Writes the records of a file into a local database, then replicates them to a URL; prints the seconds that took.
const [folder, url, records] = process.argv.slice(2);
const PouchDB = require("pouchdb").defaults({ prefix: folder + "/" });
const docs = JSON.parse(require("fs").readFileSync(records));
(async () => {
  const local = new PouchDB("day");
  await local.bulkDocs(docs);
  const remote = new PouchDB(url + "/day");
  const start = process.hrtime.bigint();
  const done = await local.replicate.to(remote);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (!done.ok || done.docs_written !== docs.length) throw new Error(JSON.stringify(done));
  console.log(seconds);
  process.exit(0);
})();
