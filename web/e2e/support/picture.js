/** What a person would see of the shared content: read from a picture of the page as it is drawn, covers and all. */

/** The content's ground, `#24506b`. */
const GROUND = [0x24, 0x50, 0x6b];

/** The share of the screen's area, 0 to 1, that shows the content's ground. */
export async function contentShown(helper) {
  const box = await helper.locator("lotse-screen").boundingBox();
  const png = (await helper.screenshot({ clip: box })).toString("base64");
  return helper.evaluate(async ({ png, ground }) => {
    const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let like = 0;
    for (let at = 0; at < data.length; at += 4) like += ground.every((value, channel) => Math.abs(data[at + channel] - value) < 16) ? 1 : 0;
    return like / (data.length / 4);
  }, { png, ground: GROUND });
}
