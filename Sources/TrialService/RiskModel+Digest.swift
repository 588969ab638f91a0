package import Foundation
package import RiskModel

extension RiskModel {
    /// SHA-256 that identifies the weights, 32 bytes; the card carries it in hexadecimal.
    package var weightsDigest: Data { Data(hex: card.weightsSHA256) ?? Data() }
}
