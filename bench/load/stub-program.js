// Stands where an inference server would: takes the body, answers the same each time, tells its port.
const { createServer } = require("node:http");

const BODY = '{"predictions":[0.12,0.88]}';
const HEADERS = ["content-type", "application/json", "content-length", String(BODY.length)];

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume();
  response.writeHead(200, HEADERS);
  response.end(BODY);
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit(0));
