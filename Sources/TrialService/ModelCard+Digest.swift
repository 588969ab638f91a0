package import Foundation
package import RiskModel

extension ModelCard {
    /// SHA-256 that identifies the weights, 32 bytes; the card carries it in hexadecimal.
    package var weightsDigest: Data { Data(hex: weightsSHA256) ?? Data() }
}

extension RiskModel {
    /// The card's ``ModelCard/weightsDigest``.
    package var weightsDigest: Data { card.weightsDigest }
}
