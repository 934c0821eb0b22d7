/**
 * Keep what Python sent where the component that it is for finds it, by its address, and say that it is there.
 */
export default function ({ data }) {
  const { header, arrays } = unpack(data)
  const parcels = (window.cnnExplorerParcels ??= new Map())
  parcels.set(header.address, { header, arrays })
  window.dispatchEvent(new CustomEvent("cnn-explorer-parcel", { detail: header.address }))
}
