// Firefox is the distribution's own: nothing is ever downloaded.
module.exports = { skipDownload: true };
