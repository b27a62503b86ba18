/**
 * The stamp: a frame number and a millisecond clock as black and white cells, which survive a video encoder. The content page
 * draws it, the viewer reads it. These functions are also sent into pages as text, so each stands alone.
 */

/** 4 cells of guard, 16 bits of frame number, 24 bits of clock, 8 bits of checksum, in rows of 26. */
export function drawStamp(context, frame, clock, cell) {
  const bits = [1, 0, 1, 0];
  const put = (value, count) => {
    for (let place = count - 1; place >= 0; place -= 1) bits.push(Math.floor(value / 2 ** place) % 2);
  };
  const number = frame & 0xffff;
  const time = clock % 0x1000000;
  put(number, 16);
  put(time, 24);
  put(((number & 255) + (number >> 8) + (time & 255) + ((time >> 8) & 255) + ((time >> 16) & 255)) & 255, 8);
  bits.forEach((bit, place) => {
    context.fillStyle = bit ? "#fff" : "#000";
    context.fillRect((place % 26) * cell, Math.floor(place / 26) * cell, cell, cell);
  });
}

/**
 * Watches a video element: reads the stamp of every frame that is shown into `window.__stamps`, as `{frame, clock, at}`.
 * `scale` is not needed: the stamp's width is 26/40 of the picture's, whatever the picture's size.
 */
export function watchVideo(video) {
  const columns = 40;
  const read = (image) => {
    const cell = image.width / columns;
    const bits = [];
    for (let place = 0; place < 52; place += 1) {
      const x = Math.round(((place % 26) + 0.5) * cell);
      const y = Math.round((Math.floor(place / 26) + 0.5) * cell);
      const at = (y * image.width + x) * 4;
      bits.push(image.data[at] + image.data[at + 1] + image.data[at + 2] > 384 ? 1 : 0);
    }
    if (bits.slice(0, 4).join("") !== "1010") return null;
    const number = (from, count) => bits.slice(from, from + count).reduce((sum, bit) => sum * 2 + bit, 0);
    const frame = number(4, 16);
    const clock = number(20, 24);
    const sum = ((frame & 255) + (frame >> 8) + (clock & 255) + ((clock >> 8) & 255) + ((clock >> 16) & 255)) & 255;
    return sum === number(44, 8) ? { frame, clock } : null;
  };
  window.__stamps ??= [];
  window.__unread ??= 0;
  if (video.__watched) return;
  video.__watched = true;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const take = () => {
    if (video.videoWidth > 0) {
      // Only the part with the stamp is copied.
      canvas.width = video.videoWidth;
      canvas.height = Math.ceil((video.videoWidth / columns) * 2);
      context.drawImage(video, 0, 0);
      const stamp = read(context.getImageData(0, 0, canvas.width, canvas.height));
      if (stamp === null) window.__unread += 1;
      else window.__stamps.push({ ...stamp, at: Date.now() });
    }
    video.requestVideoFrameCallback(take);
  };
  video.requestVideoFrameCallback(take);
}

/** Milliseconds between the drawing of a frame and its reading; the stamp's clock starts over every 4.7 hours. */
export function age({ clock, at }) {
  const difference = ((at % 0x1000000) - clock + 0x1000000) % 0x1000000;
  return difference >= 0x800000 ? difference - 0x1000000 : difference;
}
